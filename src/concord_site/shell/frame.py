"""What the page frame needs to know: languages, links, address, date, how pages are shown."""

from __future__ import annotations

import datetime as dt
import logging
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_info

from concord.vocabulary.languages import LANGUAGES, direction, native_name
from concord_site.shell import i18n, navigation, preferences, suppliers
from concord_site.shell.parts.values import Link

log = logging.getLogger("concord.frame")


class Frame:
    """The frame of one page; all is worked out when a template asks for it, so that a page without a request works."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request
        self.language = i18n.language()
        self.direction = direction(self.language)

    @cached_property
    def preferences(self) -> preferences.Preferences:
        """Theme and contrast chosen by hand."""
        return preferences.of(self.request)

    @cached_property
    def is_demonstration(self) -> bool:
        """Whether every page says that it is a demonstration."""
        return bool(getattr(getattr(settings, "CONCORD", None), "demonstration", False))

    @cached_property
    def origin(self) -> str:
        """The site's own address, from its options and never from what a browser claims."""
        return str(getattr(getattr(settings, "CONCORD", None), "address", ""))

    @cached_property
    def path(self) -> str:
        """The page's path; the first page's where there is no request."""
        return self.request.path if self.request is not None else f"/{self.language}/"

    @property
    def address(self) -> str:
        """The page's address in full."""
        return self.origin + self.path

    @property
    def address_shown(self) -> str:
        """The page's address as it is printed, without its scheme."""
        return self.address.partition("://")[2] or self.address

    @property
    def query(self) -> str:
        """The query, which the same page in another language keeps."""
        query = self.request.META.get("QUERY_STRING", "") if self.request is not None else ""
        return f"?{query}" if query else ""

    @cached_property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """Code, name in its own script, address of this page, and whether it is the one in use; in the UN's order."""
        return [
            (code, native_name(code), i18n.in_language(self.path, code) + self.query, code == self.language)
            for code in LANGUAGES
        ]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Code and full address of the page in each language."""
        return [(code, self.origin + i18n.in_language(self.path, code)) for code in LANGUAGES]

    @property
    def own_name(self) -> str:
        """The language's name in its own script."""
        return native_name(self.language)

    @cached_property
    def rooms(self) -> list[Link]:
        """The rooms of the masthead."""
        return navigation.links("rooms", self.request)

    @cached_property
    def search(self) -> Link | None:
        """The page of the search, where there is one."""
        return next(iter(navigation.links("search", self.request)), None)

    @cached_property
    def account(self) -> list[Link]:
        """Signing in, or the person's own pages."""
        return navigation.links("account", self.request)

    @property
    def find(self) -> list[Link]:
        """First column of the footer."""
        return navigation.links("find", self.request)

    @property
    def trust(self) -> list[Link]:
        """Second column of the footer."""
        return navigation.links("trust", self.request)

    @property
    def use(self) -> list[Link]:
        """Third column of the footer."""
        return navigation.links("use", self.request)

    @property
    def today(self) -> dt.date:
        """The day the page was made."""
        return timezone.now().date()

    @property
    def release(self) -> str:
        """The release the page's figures are from; ``frame.release`` is offered by the room that keeps releases."""
        supplier = suppliers.one("frame.release")
        try:
            return str(supplier() or "") if supplier is not None else ""
        except Exception:
            # The frame stands round error pages too: it must not fall with the room that is asked.
            log.exception("the release for the head of printed pages could not be asked for")
            return ""

    @property
    def info(self) -> dict[str, object]:
        """What Django knows of the language."""
        return get_language_info(self.language)

    @property
    def is_unreviewed(self) -> bool:
        """Whether a person has not yet reviewed every wording of this language."""
        return i18n.reviewed_share(self.language) < 1.0
