"""Pages of dossiers. Rooms inside this one use :func:`frame` and :func:`page`."""

from concord_site.agreements.views.framing import download as download
from concord_site.agreements.views.framing import frame as frame
from concord_site.agreements.views.framing import page as page
from concord_site.agreements.views.framing import read_or_send as read_or_send
