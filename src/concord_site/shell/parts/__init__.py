"""The parts pages are made of: small values a view fills in, and the functions behind ``{% load concord %}``.

A view hands over :class:`~concord_site.shell.parts.values.Bar`, ``Crumb``, ``Link``, ``Event`` … and never markup;
:mod:`concord_site.shell.templatetags.concord` makes the tags and filters of these functions, and the living style page
(``/<language>/style/``) shows each of them in every state.
"""
