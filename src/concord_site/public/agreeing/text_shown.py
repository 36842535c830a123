"""The published text on a day or as signed: clauses by language, what each amendment changed, what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_words import Speech
from concord.findings import message
from concord.texts.aligning import align
from concord.texts.amending import Amendment
from concord.texts.clauses import Clause
from concord.texts.comparing import Pair, Piece
from concord.texts.consolidating import Consolidated, days_of_change, texts_on, what_changed
from concord.vocabulary import formats
from concord.vocabulary.languages import NATIVE_NAMES, direction
from concord_site.agreements.queries.published import Published
from concord_site.agreements.texting import in_force, naming
from concord_site.public.agreeing import listing, text_asked
from concord_site.public.agreeing.dossier_words import Json, day
from concord_site.public.agreeing.text_asked import Asked
from concord_site.shell.i18n import language


@dataclass(frozen=True, slots=True)
class Held:
    """What a publication holds of a text: wordings by language as first signed, and what was attached to them."""

    texts: Mapping[str, str]
    attached: Sequence[Json]
    amendments: Sequence[Amendment]

    @property
    def public(self) -> list[Amendment]:
        """Amendments whose words are public."""
        return [each for each, of in zip(self.amendments, self.attached, strict=True) if not of.get("withheld")]


@dataclass(frozen=True, slots=True)
class Version:
    """The text in one language: its clauses, each with a sentence on the amendments that wrote its words, or none."""

    code: str
    name: str
    direction: str
    clauses: tuple[tuple[Clause, str], ...]


def held(body: Json) -> Held:
    """What the part holds."""
    spoken = str(body.get("language") or "en")
    texts = {spoken: str(body["text"])}
    texts |= {str(each["language"]): str(each["text"]) for each in body.get("languages") or ()}
    attached = tuple(body.get("attached") or ())
    return Held(texts, attached, tuple(Amendment.from_json(each["amendment"]) for each in attached))


def on_day(of: Held, asked: Asked) -> dict[str, Consolidated]:
    """The text that is asked for, in every language: without any change where it is the one that was signed."""
    return texts_on(of.texts, () if asked.is_signed else of.public, asked.on)


def text(body: Json, found: Published, asked: Asked) -> dict[str, Any]:
    """The text that is asked for, what each amendment changed, what it lacks, and the way to the other texts."""
    of = held(body)
    made = on_day(of, asked)
    codes = {code: NATIVE_NAMES.get(code, code) for code in of.texts}
    first = next(iter(made.values()))
    signed = replace(asked, which=text_asked.SIGNED, on=text_asked.signed_on(found) or found.published_at.date())
    return {
        "asked": asked, "title": heading(asked, found), "notes": list(notes(first, of, asked, found)),
        "versions": [_version(code, each, of) for code, each in made.items()],
        "prevails": _prevails(str(body.get("prevails") or "")),
        "behind": [message(each, language()) for each in in_force.behind(made)],
        "remarks": [message(each, language()) for one in made.values() for each in in_force.others(one)],
        "lacks": lacks(of, asked), "differs": _differs(made), "attached": list(_attached(of)),
        "signed": text_asked.address(found, signed), "forms": text_asked.forms(found, asked, codes),
        "signed_forms": [] if asked.is_signed else text_asked.forms(found, signed, codes),
        "days": [(formats.date(each, language()),
                  text_asked.address(found, replace(asked, which=text_asked.IN_FORCE, on=each)))
                 for each in days_of_change(of.public)],
        "codes": codes,
    }  # fmt: skip


def heading(asked: Asked, found: Published) -> str:
    """Which text it is."""
    if asked.is_signed:
        return _("The text as it was signed")
    words = {"day": formats.date(asked.on, language())}
    if text_asked.status_on(found, asked.on) == "in-force":
        return _("The text in force on %(day)s") % words
    return _("The text as it stood on %(day)s") % words


def notes(first: Consolidated, of: Held, asked: Asked, found: Published) -> Iterator[str]:
    """What a reader has to know of it: its day, whether the agreement was in force, whose changes are in it."""
    if asked.is_signed:
        signed = text_asked.signed_on(found)
        if signed:
            yield _("Signed on %(day)s.") % {"day": formats.date(signed, language())}
        yield _("No later change is in it.") if of.attached else _("Nothing was added to it later.")
        return
    status = text_asked.status_on(found, asked.on)
    if status and status != "in-force":
        words = {"status": listing.status_word(status)}
        yield _("The agreement was not in force on this day; last noted before it: %(status)s.") % words
    elif not status:
        yield _("The parties have noted no status of the agreement up to this day.")
    titles = in_force.titles(of.public, first.amendments)
    if titles:
        yield _("The changes of these are in it: %(titles)s.") % {"titles": Speech(language()).listed(titles)}
    else:
        yield _("No change to it counts on this day.")


def lacks(of: Held, asked: Asked) -> list[str]:
    """Amendments that count on the day and are withheld, so that the text shown lacks them."""
    counting = [
        each for each, said in zip(of.amendments, of.attached, strict=True)
        if said.get("withheld") and each.counts_on(asked.on) and not asked.is_signed
    ]  # fmt: skip
    return [
        _("The parties withhold “%(title)s”, in force since %(day)s. The text shown here lacks its changes.")
        % {"title": each.title, "day": day(each.in_force)} for each in counting
    ]  # fmt: skip


def _version(code: str, found: Consolidated, of: Held) -> Version:
    clauses = tuple((each, _changed_by(found.amended_by.get(each.id, ()), of)) for each in found.clauses)
    return Version(code, NATIVE_NAMES.get(code, code), direction(code), clauses)


def _changed_by(ids: Sequence[str], of: Held) -> str:
    titles = in_force.titles(of.public, ids)
    return _("Changed by: %(titles)s") % {"titles": Speech(language()).listed(titles)} if titles else ""


def _prevails(said: str) -> str:
    """Which language version prevails, in a sentence; nothing where the text does not say."""
    if said == "equal":
        return _("All language versions are equally valid.")
    return _("The version in %(language)s prevails.") % {"language": NATIVE_NAMES[said]} if said in NATIVE_NAMES else ""


def _differs(made: Mapping[str, Consolidated]) -> list[tuple[str, list[str]]]:
    """Clauses whose language versions state other things: name of the clause, and what in sentences."""
    if len(made) < 2:
        return []
    rows = align({code: each.clauses for code, each in made.items()}).differing()
    found = []
    for row in rows:
        name = naming.of_clause(next(iter(row.clauses.values())))
        said = [naming.compared(each, row.number or name) for each in row.findings if each.level != "note"]
        found.append((name, [message(each, language()) for each in said]))
    return [each for each in found if each[1]]


def _attached(of: Held) -> Iterator[dict[str, Any]]:
    """What belongs to the text: title, days, words, and in each language the clauses before and after it."""
    kinds = {"amendment": _("Amendment"), "protocol": _("Protocol"), "annex": _("Annex"), "letter": _("Letter")}
    for each, said in zip(of.amendments, of.attached, strict=True):
        is_withheld = bool(said.get("withheld"))
        yield {
            "kind": kinds.get(str(said["kind"]), str(said["kind"])), "title": str(said["title"]),
            "text": str(said.get("text") or ""), "language": each.language, "signed": day(each.signed),
            "in_force": day(each.in_force), "until": day(each.until), "is_withheld": is_withheld,
            "reason": str(said.get("reason") or ""), "changed": [] if is_withheld else list(_changed(of, each)),
            "not_made": in_force.not_made(each, of.texts),
        }  # fmt: skip


def _changed(of: Held, each: Amendment) -> Iterator[tuple[str, str, list[tuple[str, Pair]]]]:
    """Code and name of each language in which it changes clauses, and these."""
    for code, text_ in of.texts.items():
        pairs = what_changed(text_, of.public, each.id, language=code).changed()
        if pairs:
            named = [(naming.of_clause(pair.clause), replace(pair, words=_ended(pair.words))) for pair in pairs]
            yield code, NATIVE_NAMES.get(code, code), named


def _ended(words: Sequence[Piece]) -> tuple[Piece, ...]:
    """The words of a clause without the empty lines after it."""
    return (*words[:-1], *(replace(last, text=last.text.rstrip()) for last in words[-1:]))
