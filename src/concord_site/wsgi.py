"""The site as a WSGI application; started by ``concord serve``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord_site.settings")
application = get_wsgi_application()
