"""What every room's part of the programs' interface needs: problems, bodies, limits, headers, pages of a list.

The one interface is :mod:`concord_site.shell.api`; a room's part is a ``Router`` in its own ``api.py``, which
``concord_site.urls`` mounts under ``/api/v1/``.
"""
