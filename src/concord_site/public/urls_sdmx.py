"""Addresses of the SDMX interface; a language is asked for by header, not by address.

``/sdmx/v2/`` is the SDMX REST API 2.1 (SDMX 3.0), ``/sdmx/v1/`` is 1.5 (SDMX 2.1), where a structure query begins
with the kind of structure itself.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, re_path

from concord_site.public.sdmx import views

without_language: list[URLPattern | URLResolver] = [
    re_path(r"^sdmx/(?P<api>v[12])/data(?:/(?P<path>.*))?$", views.data, name="sdmx-data"),
    re_path(r"^sdmx/(?P<api>v2)/structure(?:/(?P<path>.*))?$", views.structure, name="sdmx-structure"),
    re_path(r"^sdmx/(?P<api>v2)/availability(?:/(?P<path>.*))?$", views.availability, name="sdmx-availability"),
    re_path(
        r"^sdmx/(?P<api>v1)/availab(?:leconstraint|ility)(?:/(?P<path>.*))?$", views.availability,
        name="sdmx-available",
    ),
    re_path(r"^sdmx/(?P<api>v[12])/schema(?:/(?P<path>.*))?$", views.schema, name="sdmx-schema"),
    re_path(r"^sdmx/(?P<api>v[12])/(?P<path>(?:metadata|registration)(?:/.*)?)$", views.unknown, name="sdmx-none"),
    re_path(r"^sdmx/(?P<api>v1)/(?P<path>[a-z]+(?:/.*)?)$", views.structure, name="sdmx-kind"),
    re_path(r"^sdmx/(?P<api>v[12])/(?P<path>.*)$", views.unknown, name="sdmx-unknown"),
]  # fmt: skip
