"""The wording of the interface: complete in five languages beside English, and able to be checked by anybody."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).resolve().parents[3]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tools_messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tools_messages"] = module
    spec.loader.exec_module(module)
    return module


tool = _tool()
LANGUAGES = tuple(tool.PLURALS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_and_its_parts_are_translated(language: str) -> None:
    """What stands on every page, so that no page speaks two languages even while a room is being written."""
    held = {(entry.msgctxt, entry.msgid): entry for entry in tool.catalogue(language)}
    needed = {
        key for key, message in tool.wanted(language).items() if any("/shell/" in place for place in message.places)
    }
    assert {text for context, text in needed if not tool._is_translated(held[context, text])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_translated_and_the_catalogue_is_sound(language: str) -> None:
    assert tool.faults(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_says_whether_a_person_has_reviewed_it(language: str) -> None:
    assert all(tool.REVIEWED.search(entry.tcomment) for entry in tool.catalogue(language))


def test_the_count_of_reviewed_wordings_is_that_of_the_catalogues() -> None:
    counts = json.loads((tool.LOCALE / "reviewed.json").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        po = tool.catalogue(language)
        assert counts[language] == [sum(tool._is_reviewed(entry) for entry in po), len(po)]


def test_templates_and_modules_are_read(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<p>{% translate "Yes" context "an answer" %}</p>\n    <b>{% blocktranslate count n=n trimmed %}\n  One row'
        "{% plural %}{{ n }} rows{% endblocktranslate %}</b>\n  {% figure _('Forty') '#x' %}",
        encoding="utf-8",
    )
    tool._ready()
    found = {message.key: message.plural for message in tool.messages_in(page, "page.html")}
    assert found == {("an answer", "Yes"): "", (None, "One row"): "%(n)s rows", (None, "Forty"): ""}
    module = tmp_path / "module.py"
    module.write_text('x = _("Open")\ny = pgettext_lazy("a door", "Open")\n', encoding="utf-8")
    assert {message.key for message in tool.messages_in(module, "m")} == {(None, "Open"), ("a door", "Open")}


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("%(n)s rows.", "%(m)s rangées.", "placeholders"),
        ("A <b>word</b>", "Un mot", "markup"),
        ("It is so.", "C’est ainsi", "full stop"),
        ("Word", "", "not translated"),
        ("Word", " mot", "space"),
    ],
)
def test_a_wrong_translation_is_named(msgid: str, msgstr: str, fault: str) -> None:
    entry = polib.POEntry(msgid=msgid, msgstr=msgstr, tcomment="reviewed: no")
    assert any(fault in found for found in tool._entry_faults(entry))


def test_a_right_translation_has_no_fault() -> None:
    entry = polib.POEntry(msgid="%(n)s rows.", msgstr="%(n)s 行。", tcomment="reviewed: A. Reader 2026-11-30")
    assert list(tool._entry_faults(entry)) == []


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    assert tool.compiled(tool.catalogue("ar")) == tool.compiled(tool.catalogue("ar"))


def test_a_language_nobody_has_reviewed_says_so(client: object, db: None) -> None:
    from django.test import Client

    reader = Client(HTTP_HOST="concord.test")
    assert "unreviewed" not in reader.get("/en/display/").content.decode()
    po = tool.catalogue("fr")
    if all(tool._is_reviewed(entry) for entry in po):
        pytest.skip("French has been reviewed")
    assert "unreviewed" in reader.get("/fr/display/").content.decode()
