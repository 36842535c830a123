"""The room's entry in Django's register, and its entries in the navigation."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Public pages; the room stores nothing."""

    name = "concord_site.public"
    label = "public"

    def ready(self) -> None:
        """Register navigation and what the search finds here."""
        from django.utils.translation import gettext_lazy as _

        from concord_site.public import search
        from concord_site.public.agreeing import bringing, supplied, told
        from concord_site.public.agreeing import search as agreeing
        from concord_site.shell import suppliers
        from concord_site.shell.navigation import Entry, register

        register(
            "public",
            Entry("rooms", "public:countries", _("Countries"), order=10),
            Entry("rooms", "public:data", _("Data"), order=20),
            Entry("rooms", "public:agreements", _("Agreements"), order=40),
            Entry("search", "public:search", _("Search"), order=10),
            Entry("find", "public:countries", _("Countries"), order=10),
            Entry("find", "public:data", _("Data"), order=20),
            Entry("find", "public:agreements", _("Agreements"), order=25),
            Entry("find", "public:corridors", _("Two countries"), order=26),
            Entry("trust", "public:sources", _("Sources and licences"), order=10),
            Entry("trust", "public:releases", _("Releases of countries"), order=14),
            Entry("trust", "public:catalogue", _("Releases of data"), order=15),
            Entry("trust", "public:methods", _("Methods"), order=20),
        )
        suppliers.register("search.entries", "public", search.entries)
        suppliers.register("agreements.analysis", "public", supplied.analysis)
        suppliers.register("agreements.figures", "public", supplied.figures)
        suppliers.register("agreements.told", "public", told.told)
        suppliers.register("search.entries", "public.agreeing", agreeing.entries)
        suppliers.register("home.entries", "public.agreeing", bringing.entries)
