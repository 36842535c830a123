"""The site as a WSGI application, with its front before it; started by ``concord serve``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord_site.settings")
site = get_wsgi_application()

from concord_site.evidence.front import Front  # noqa: E402 - it reads the settings

application = Front(site)
