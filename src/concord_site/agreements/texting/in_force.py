"""The text of a space on a day, in each of its languages, and what is not yet made in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from concord.agreements.account_words import Speech
from concord.findings import NOWHERE, Finding
from concord.texts.aligning import Alignment, align
from concord.texts.amending import Amendment
from concord.texts.consolidating import Consolidated, text_on, texts_on
from concord.vocabulary import formats
from concord.vocabulary.languages import NATIVE_NAMES
from concord_site.agreements.texting.queries import Texts
from concord_site.shell.i18n import language


def wordings(texts: Texts) -> dict[str, str]:
    """Language → the text that amendments change, the language in which it was negotiated first."""
    first = texts.first_text
    if first is None:
        return {}
    spoken = first.version.language
    others = {each.language: each.text for _record, each in texts.languages if each.of == first.key}
    return {spoken: first.version.text, **{code: text for code, text in others.items() if code != spoken}}


def amendments(texts: Texts) -> list[Amendment]:
    """What belongs to the text, with days and changes."""
    return [attached.amendment for _record, attached in texts.attached]


def on_day(texts: Texts, on: date, spoken: str = "") -> Consolidated | None:
    """The text in force on a day in one of its languages; None before there is a text.

    Args:
        spoken: The language; of one in which there is no text, and empty, that in which it was negotiated.
    """
    known = wordings(texts)
    if not known:
        return None
    code = spoken if spoken in known else next(iter(known))
    return text_on(known[code], amendments(texts), on, language=code)


def every_language(texts: Texts, on: date) -> dict[str, Consolidated]:
    """The text in force on a day in every language; empty before there is a text."""
    return texts_on(wordings(texts), amendments(texts), on)


def alignment(found: Mapping[str, Consolidated]) -> Alignment | None:
    """The texts in force beside each other; None where there are not two."""
    return align({code: each.clauses for code, each in found.items()}) if len(found) > 1 else None


def behind(found: Mapping[str, Consolidated]) -> list[Finding]:
    """Of every language in which an amendment is not yet made: which, and since when its text stands still."""
    return [
        worded(each) for one in found.values() for each in one.findings if each.code == "texts.amendment.other-language"
    ]


def others(found: Consolidated) -> list[Finding]:
    """What else has to be looked at in one language."""
    return [worded(each) for each in found.findings if each.code != "texts.amendment.other-language"]


def worded(finding: Finding) -> Finding:
    """A finding on an amendment with the language by its name and the day as the page writes it."""
    params = dict(finding.params)
    if "wanted" in params:
        params["wanted"] = NATIVE_NAMES.get(str(params["wanted"]), str(params["wanted"]))
    if "day" in params:
        params["day"] = formats.date(str(params["day"]), language())
    return replace(finding, where=NOWHERE, params=params)


def not_made(each: Amendment, codes: Iterable[str]) -> str:
    """In which languages of the text an amendment is not yet made, in words; empty where it is in all."""
    names = [NATIVE_NAMES.get(code, code) for code in codes if not each.is_made_in(code)]
    return _("Not yet made in: %(languages)s") % {"languages": Speech(language()).listed(names)} if names else ""


def titles(amendments: Iterable[Amendment], ids: Iterable[str]) -> list[str]:
    """Titles of amendments by their ids."""
    known = {each.id: each.title for each in amendments}
    return [known.get(id, id) for id in ids]
