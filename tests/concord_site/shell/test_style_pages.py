"""Pages of the shell in six languages: the door, the frame, the style page, the display page, pages of problems."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.utils.translation import override

from concord.vocabulary.languages import LANGUAGES, direction
from concord_site.shell import i18n, navigation, suppliers
from concord_site.shell.parts.values import Link

pytestmark = pytest.mark.django_db
CSS = Path(settings.BASE_DIR if hasattr(settings, "BASE_DIR") else Path(i18n.__file__).parent) / "static/concord/css"
AT_MOST = 100_000
VOID = {"meta", "link", "input", "br", "hr", "img", "circle", "path", "rect", "line", "use", "stop"}


class Page(HTMLParser):
    """A page read back: its elements with their attributes, and whether every one is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_HOST="concord.test")


# ---- the door ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wish", "there"),
    [
        ("zh-CN,zh;q=0.9", "/zh/"),
        ("ar-EG", "/ar/"),
        ("fr-CA,en;q=0.5", "/fr/"),
        ("pt-BR", "/en/"),
        ("", "/en/"),
        ("es;q=0.9,ru", "/ru/"),
    ],
)
def test_the_door_leads_to_the_language_the_browser_asks_for(reader: Client, wish: str, there: str) -> None:
    answer = reader.get("/", headers={"accept-language": wish})
    assert answer.status_code == 302
    assert answer["Location"] == there
    assert "Accept-Language" in answer["Vary"]


def test_a_chosen_language_outranks_the_browser(reader: Client) -> None:
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert reader.get("/", headers={"accept-language": "fr"})["Location"] == "/ru/"


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/en/countries/?region=AFR", "/ar/countries/?region=AFR"),
        ("/en/", "/ar/"),
        ("/", "/ar/"),
        ("/health", "/ar/"),
        ("/xx/a/", "/ar/"),
    ],
)
def test_the_same_page_in_another_language(address: str, there: str) -> None:
    assert i18n.in_language(address, "ar") == there


# ---- the frame ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_style_page_is_whole_in_every_language(reader: Client, code: str) -> None:
    answer = reader.get(f"/{code}/style/")
    assert answer.status_code == 200
    html = answer.content.decode()
    page = Page(html)
    assert not page.faults
    assert not page.open
    assert page.all("html")[0]["lang"] == code
    assert page.all("html")[0]["dir"] == direction(code)
    assert len(page.all("h1")) == 1
    ids = [attributes["id"] for _tag, attributes in page.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert all(href["href"] for href in page.all("a"))
    targets = {str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")}
    assert targets <= set(ids)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_names_itself_in_six_languages(reader: Client, code: str) -> None:
    page = Page(reader.get(f"/{code}/style/?theme=dark").content.decode())
    alternates = {link["hreflang"]: link["href"] for link in page.all("link") if link.get("rel") == "alternate"}
    assert alternates == {other: f"http://concord.test/{other}/style/" for other in LANGUAGES}
    switch = [a for a in page.all("a") if a.get("hreflang")]
    assert [a["hreflang"] for a in switch] == [*LANGUAGES, *LANGUAGES], "on the strip, and in the fold of phones"
    assert all(str(a["href"]).endswith("/style/?theme=dark") for a in switch), "the state of the page is kept"
    assert sum(a.get("aria-current") == "true" and a["hreflang"] == code for a in switch) == 2


def test_a_page_weighs_less_than_a_hundred_thousand_bytes(reader: Client) -> None:
    page = len(reader.get("/ru/style/").content)
    sheets = sum(path.stat().st_size for path in CSS.glob("*.css"))
    assert page + sheets < AT_MOST + 30_000, "the style page shows every part and may weigh more"
    assert len(reader.get("/ru/display/").content) + sheets < AT_MOST


def test_a_page_has_nothing_the_content_policy_forbids(reader: Client) -> None:
    answer = reader.get("/en/style/")
    page = Page(answer.content.decode())
    assert not [
        attributes
        for _tag, attributes in page.found
        if "style" in attributes or any(a.startswith("on") for a in attributes)
    ]
    assert not page.all("style")
    assert not [script for script in page.all("script") if not script.get("src")]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_address_of_alternates_never_comes_from_the_browser() -> None:
    html = Client(HTTP_HOST="other.test").get("/en/display/").content.decode()
    assert "other.test" not in html


def test_a_page_is_complete_without_scripts(reader: Client) -> None:
    assert "<script" not in reader.get("/en/style/").content.decode()


# ---- navigation --------------------------------------------------------------------------------------------------
def test_an_entry_without_a_page_is_not_shown(reader: Client) -> None:
    navigation.register(
        "test", navigation.Entry("find", "nowhere:at-all", "Nowhere"), navigation.Entry("find", "shell:style", "Parts")
    )
    try:
        with override("ar"):
            assert Link("Parts", "/ar/style/", False) in navigation.links("find")
            assert "Nowhere" not in [link.label for link in navigation.links("find")]
    finally:
        suppliers.withdraw(navigation.KIND, "test")


def test_the_entry_a_page_stands_under_is_marked(rf: Any) -> None:
    navigation.register("test", navigation.Entry("rooms", "shell:style", "Parts", order=5))
    try:
        with override("en"):
            links = navigation.links("rooms", rf.get("/en/style/deeper/"))
            assert next(link for link in links if link.label == "Parts").is_current
    finally:
        suppliers.withdraw(navigation.KIND, "test")


def test_a_broken_supplier_does_not_bring_the_frame_down(reader: Client) -> None:
    before = suppliers.named("frame.release")
    suppliers.register("frame.release", "a-broken-one", lambda: 1 / 0)
    try:
        assert reader.get("/en/display/").status_code == 200
    finally:
        suppliers.withdraw("frame.release", "a-broken-one")
    assert suppliers.named("frame.release") == before


# ---- how pages are shown -----------------------------------------------------------------------------------------
def test_what_is_chosen_is_kept_and_carried_by_the_page(reader: Client) -> None:
    answer = reader.post("/en/display/", {"language": "ar", "theme": "dark", "contrast": "more", "next": "/en/style/"})
    assert answer["Location"] == "/ar/style/"
    assert all(answer.cookies[name]["httponly"] for name in ("concord_theme", "concord_contrast", "concord_language"))
    html = Page(reader.get("/ar/display/").content.decode()).all("html")[0]
    assert (html["data-theme"], html["data-contrast"]) == ("dark", "more")
    reader.post("/ar/display/", {"theme": "", "contrast": "", "next": "/"})
    assert "data-theme" not in Page(reader.get("/ar/display/").content.decode()).all("html")[0]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "http://concord.test//evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
    ],
)
def test_one_is_never_sent_elsewhere(reader: Client, elsewhere: str) -> None:
    answer = reader.post("/en/display/", {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/en/"


def test_a_cookie_with_another_value_is_no_choice(reader: Client) -> None:
    reader.cookies["concord_theme"] = '"><script>'
    html = reader.get("/en/display/").content.decode()
    assert "<script>" not in html
    assert "data-theme" not in html


# ---- problems ----------------------------------------------------------------------------------------------------
def test_what_is_not_there_is_said_in_the_frame_and_in_the_language(reader: Client) -> None:
    answer = reader.get("/ar/nowhere/at/all/")
    assert answer.status_code == 404
    page = Page(answer.content.decode())
    assert page.all("html")[0]["lang"] == "ar"
    assert len(page.all("h1")) == 1


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "503"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_of_errors_stand_without_a_request(name: str, code: str) -> None:
    with override(code):
        html = get_template(f"{name}.html").render({})
    page = Page(html)
    assert not page.faults
    assert page.all("html")[0]["lang"] == code
    assert re.search(r"<h1>[^<]+</h1>", html)


@pytest.mark.parametrize("address", ["login/", "password/reset/", "signup/", "password/reset/done/", "inactive/"])
@pytest.mark.parametrize("code", ["en", "ar"])
def test_pages_of_signing_in_stand_in_the_frame(reader: Client, address: str, code: str) -> None:
    answer = reader.get(f"/{code}/account/{address}")
    assert answer.status_code == 200
    page = Page(answer.content.decode())
    assert not page.faults
    assert len(page.all("h1")) == 1
    assert any(nav.get("class") == "wide" for nav in page.all("nav"))


@pytest.mark.parametrize("code", ["en", "ar"])
def test_pages_of_an_account_stand_in_the_frame(person: Any, code: str) -> None:
    own = Client(HTTP_HOST="concord.test")
    who = person()
    own.post("/en/account/login/", {"login": who.email, "password": "an unusual sentence 4711"})
    own.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses = [
        "2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/",
        "2fa/reauthenticate/", "reauthenticate/", "password/change/", "email/", "logout/", "sessions/",
    ]  # fmt: skip
    drawn = 0
    for address in addresses:
        answer = own.get(f"/{code}/account/{address}", follow=True)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        page = Page(html)
        assert not page.faults, (address, page.faults)
        assert len(page.all("h1")) == 1, address
        assert not [attributes for _tag, attributes in page.found if "style" in attributes], address
        drawn += 1
    assert drawn == len(addresses)
