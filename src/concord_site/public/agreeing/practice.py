"""The library of practice: lessons that parties have published, found by phase, element, party, year and words.

Lessons of real agreements and of invented ones are never counted together: whoever asks gets one list or the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements import elements, lifecycle, monitoring_declared
from concord.agreements.account_words import Speech
from concord.agreements.evaluation import Lesson
from concord.agreements.evaluation_report import DOMAIN
from concord.errors import NotFound, Refusal
from concord.vocabulary.text import Text
from concord_site.agreements.queries.published import Published, PublishedParty
from concord_site.public.agreeing import citing, held
from concord_site.public.comparing import names as places
from concord_site.shell.i18n import language

PART = "lessons"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty words ask for everything.

    Args:
        words: Each must stand in what the lesson, its agreement or its parties are called or say, in any language.
        phase: Id of a phase of an agreement's life.
        element: Id of an element of the catalogue.
        party: As :func:`party_id` gives it.
        year: Of the day on which the lesson was written down, four digits.
        invented: Whether lessons of invented agreements are asked for; those of real ones otherwise, never both.
    """

    words: str = ""
    phase: str = ""
    element: str = ""
    party: str = ""
    year: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A lesson with the agreement whose parties have published it."""

    lesson: Lesson
    found: Published

    @property
    def year(self) -> str:
        """Four digits; nothing where no day was written down."""
        return str(self.lesson.on.year) if self.lesson.on else ""

    @property
    def address(self) -> str:
        """Where the lesson stands on the page of its agreement."""
        return f"{reverse('public:agreement', kwargs={'id': self.found.slug})}#lessons"

    @property
    def parties(self) -> tuple[PublishedParty, ...]:
        """Who has published it."""
        return self.found.parties

    @property
    def citation(self) -> str:
        """The lesson with its agreement, version, day, digest and address."""
        said, box = self.lesson.title.best(language()).text, citing.of_published(self.found)
        remarks = " ".join(box.remarks)
        whole = _("“%(lesson)s”. Lesson from: %(agreement)s") % {"lesson": said, "agreement": box.said}
        return " ".join(part for part in (whole, remarks, f"{box.address}#lessons") if part)


def every() -> tuple[Held, ...]:
    """Every lesson of the newest version of every published agreement, newest first.

    A lesson of another shape than the room of agreements gives today is left to the page of its agreement.
    """
    found = [Held(lesson, each) for each in held.published() for lesson in _lessons(each)]
    return tuple(sorted(found, key=lambda each: (each.lesson.on or date.min, each.found.slug), reverse=True))


def _lessons(found: Published) -> Iterable[Lesson]:
    for body in found.parts.get(PART, {}).get("lessons") or ():
        try:
            yield Lesson.from_json(body)
        except (KeyError, TypeError, ValueError, AttributeError, Refusal):
            continue


def wanted(listed: Iterable[Held], asked: Asked) -> tuple[Held, ...]:
    """Those that fit, in the order in which they came."""
    words = asked.words.casefold().split()
    return tuple(
        each
        for each in listed
        if each.found.invented == asked.invented
        and asked.phase in ("", each.lesson.phase)
        and asked.element in ("", each.lesson.about)
        and asked.year in ("", each.year)
        and (not asked.party or asked.party in {party_id(one) for one in each.parties})
        and all(word in _text(each) for word in words)
    )


def _text(each: Held) -> str:
    """Everything of a lesson that can be looked for, in every language in which it is there."""
    said: list[Mapping[str, str]] = [each.lesson.title, each.lesson.happened, each.lesson.advice, each.found.title]
    said += [party.name for party in each.parties]
    named = [about(each.lesson.about), *(places.place(party.area) for party in each.parties if party.area)]
    return " ".join([*(words for one in said for words in one.values()), *named]).casefold()


def party_id(party: PublishedParty) -> str:
    """By what a party is asked for: the alpha-3 of its country, else its name in English or in what there is."""
    return party.area or party.name.best("en").text


def party_name(party: PublishedParty) -> str:
    """A party in the language of the page."""
    named = party.name.best(language()).text
    return named or (places.place(party.area) if party.area else "")


def about(id: str) -> str:
    """What a lesson is about: an element or an indicator by its name, else the words themselves."""
    try:
        return elements.element(id).label.best(language()).text
    except NotFound:
        known = id in monitoring_declared.declared().indicators
        return Speech(language(), DOMAIN).text(f"indicator-{id}") if known else id


def is_element(id: str) -> bool:
    """Whether this is an element of the catalogue."""
    try:
        elements.element(id)
    except NotFound:
        return False
    return True


def phase(id: str) -> str:
    """A phase by its name; nothing for none that is known."""
    label: Text | None = next((each.label for each in lifecycle.phases() if each.id == id), None)
    return label.best(language()).text if label is not None else ""
