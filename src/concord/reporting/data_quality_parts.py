"""The parts of a data quality report: completeness, timeliness, consistency, comparability, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concord.documents.model import Block, Column, Paragraph, Particulars, Phrase, Run, Table, Value, phrase
from concord.documents.sentences import Count, Day, Percent, Saying, Year
from concord.findings import message
from concord.mds.comparing.changes import Changes
from concord.mds.comparing.coverage import OfTable
from concord.mds.comparing.mirror import Mirror
from concord.mds.comparing.quality import ByRule, Described, Quality
from concord.mds.comparing.sides import Difference, Series
from concord.reporting import places
from concord.reporting.voice import Voice
from concord.vocabulary import codelists
from concord.vocabulary.structures import structure

#: Findings and differences that a report shows at most; the page has the rest.
MOST_FINDINGS, MOST_DIFFERENCES = 40, 20


@dataclass(frozen=True, slots=True)
class Place:
    """An area's name in a sentence, that of an invented country too."""

    code: str

    def runs(self, language: str) -> tuple[Run, ...]:
        """The name in that language."""
        return (Run(places.name(self.code, language)),)


@dataclass(frozen=True, slots=True)
class Title:
    """A table's title in a sentence."""

    id: str

    def runs(self, language: str) -> tuple[Run, ...]:
        """The title in that language."""
        return (Run(structure(self.id).title.best(language).text),)


@dataclass(frozen=True, slots=True)
class Coded:
    """Names of codes in a sentence, one after another."""

    list: str
    codes: tuple[str, ...]

    def runs(self, language: str) -> tuple[Run, ...]:
        """The names with the language's separator."""
        between = {"ar": "، ", "zh": "、"}.get(language, ", ")
        names = [codelists.codelist(self.list).name(code, language).text for code in self.codes]
        return (Run(between.join(names)),)


def title(id: str, voice: Voice) -> Value:
    """A table's title as a cell."""
    return voice.cell(phrase(structure(id).title.best(voice.language)))


def name(list: str, code: str, voice: Voice) -> Value:
    """A code's name as a cell."""
    return voice.of_list(codelists.codelist(list), code)


# --- Completeness ----------------------------------------------------------------------------------------------------
def complete(found: Quality, voice: Voice) -> tuple[Block, ...]:
    """Which tables are given, for which occupations and years."""
    heads = ("table", "occupations", "years", "recent", "rows", "hidden")
    recent = Count(len(found.coverage.recent_years))
    columns = tuple(
        Column(
            each,
            voice.say(f"head-{each}", count=recent),
            align="start" if each == "table" else "end",
            width=2.4 if each == "table" else 1,
        )
        for each in heads
    )
    rows = tuple(_of_table(each, found, voice) for each in found.coverage.tables)
    table = Table("table-complete", voice.say("table-complete"), columns, rows, small=True)
    return (table, Paragraph(voice.say("hidden-given"), "note")) if found.coverage.hidden else (table,)


def _of_table(each: OfTable, found: Quality, voice: Voice) -> tuple[Value, ...]:
    head = title(each.structure, voice)
    if not each.is_asked:
        return (head, voice.missing("not-applicable"), *(Value("") for _ in range(4)))
    given = _of(len(each.given), len(each.asked), voice)
    if not each.rows:
        return (head, given, *(voice.missing() for _ in range(4)))
    recent = _of(len(each.recent), len(found.coverage.recent_years), voice)
    share = voice.count(100 * each.hidden / each.rows, decimals=1)
    return (head, given, _years(each.years, voice), recent, voice.count(each.rows), share)


def _of(given: int, asked: int, voice: Voice) -> Value:
    return voice.words("of", given=Count(given), asked=Count(asked))


def _years(years: Sequence[int], voice: Voice) -> Value:
    if not years:
        return voice.missing()
    if years[0] == years[-1]:
        return voice.year(years[0])
    return voice.words("years", first=Year(years[0]), last=Year(years[-1]))


# --- Timeliness ------------------------------------------------------------------------------------------------------
def timely(found: Quality, voice: Voice) -> tuple[Block, ...]:
    """How old the newest figure is, how long after its year it came, how late after a round asked."""
    when = found.coverage.timeliness
    items = [
        (voice.say("newest"), voice.year(when.newest)),
        (voice.say("age"), _age(found, voice)),
        (voice.say("sent"), _sent(found, voice)),
        (voice.say("due"), voice.date(when.due) if when.due else voice.words("due-none")),
    ]
    if when.due is not None and when.days_late is not None:
        items.append((voice.say("late"), _late(when.days_late, when.is_awaited, voice)))
    return (Particulars(tuple(items)),)


def _age(found: Quality, voice: Voice) -> Value:
    when = found.coverage.timeliness
    grade = Coded("timeliness", (when.grade,))
    if when.years is None:
        return name("timeliness", when.grade, voice)
    back = voice.say("years-back", count=Count(when.years))
    return voice.words("graded", grade=grade, years=Said(back))


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase inside another one."""

    phrase: Phrase

    def runs(self, language: str) -> tuple[Run, ...]:
        """Its runs, in the language they are in."""
        return self.phrase.runs


def _sent(found: Quality, voice: Voice) -> Value:
    when = found.coverage.timeliness
    if when.sent_on is None or when.sent_year is None or when.days is None:
        return voice.words("sent-unknown")
    return voice.words("sent-said", date=Day(when.sent_on), days=Count(when.days), year=Year(when.sent_year))


def _late(days: int, is_awaited: bool, voice: Voice) -> Value:
    if is_awaited:
        return voice.words("late-awaited", days=Count(days))
    return voice.words("late-days", days=Count(days)) if days > 0 else voice.words("late-not")


# --- Consistency -----------------------------------------------------------------------------------------------------
def consistent(found: Quality, voice: Voice) -> tuple[Block, ...]:
    """What checks say, by rule, and how much of it is explained."""
    if not found.tables and not found.findings:
        return (Paragraph(voice.say("consistent-nothing")),)
    if not found.findings:
        return (Paragraph(voice.say("consistent-none")),)
    heads = (("finding", 4.0), ("level", 1.1), ("count", 0.7), ("explained", 0.9))
    columns = tuple(
        Column(id, voice.say(f"head-{id}"), align="end" if id in ("count", "explained") else "start", width=width)
        for id, width in heads
    )
    rows = tuple(_finding(each, voice) for each in found.findings[:MOST_FINDINGS])
    table = Table("table-findings", voice.say("table-findings"), columns, rows, small=True)
    return (Paragraph(voice.say(f"findings-{found.form}"), "note"), table)


def _finding(each: ByRule, voice: Voice) -> tuple[Value, ...]:
    text, english = message(each.example, voice.language), message(each.example, "en")
    is_english = voice.language != "en" and text == english
    told = "".join(f" “\u2068{words}\u2069”" for words in each.words)
    said = Value(text + told, language="en" if is_english else None)
    return (said, voice.words(f"level-{each.level}"), voice.count(each.count), voice.count(each.explained))


# --- Comparability ---------------------------------------------------------------------------------------------------
def comparable(found: Quality, voice: Voice) -> tuple[Block, ...]:
    """Definitions, breaks, and differences from what partner countries count."""
    definitions = [Paragraph(each) for table in found.tables for each in _definitions(table, voice)]
    return (*definitions, *_breaks(found, voice), *_mirrors(found, voice))


def _definitions(table: Described, voice: Voice) -> Iterator[Phrase]:
    if table.activity:
        said = tuple(level for level in table.activity if level)
        levels: Saying = Coded("activity", said)
        if not said:
            levels = Said(voice.say("activity-none"))
        elif len(said) < len(table.activity):
            levels = Said(voice.say("activity-some", levels=Coded("activity", said)))
        yield voice.say("activity", table=Title(table.structure), levels=levels)
    for status, count in table.statuses.items():
        named = Coded("obs-status", (status,))
        yield voice.say("status-rows", count=Count(count), table=Title(table.structure), status=named)


def _breaks(found: Quality, voice: Voice) -> tuple[Block, ...]:
    if not found.tables:
        return ()
    if not found.breaks:
        return (Paragraph(voice.say("breaks-none")),)
    heads = (("table", 2.0), ("occupation", 1.6), ("year", 0.6), ("note", 2.4))
    columns = tuple(Column(id, voice.say(f"head-{id}"), width=width) for id, width in heads)
    rows = tuple(
        (
            title(each.structure, voice),
            name("occupation", each.occupation, voice),
            voice.year(each.year),
            Value(each.note) if each.note else voice.missing(),
        )
        for each in found.breaks
    )
    return (Table("table-breaks", voice.say("table-breaks"), columns, rows, small=True),)


def _mirrors(found: Quality, voice: Voice) -> tuple[Block, ...]:
    pairs = [(mirror, each) for mirror in found.mirrors for each in newest(mirror)][:MOST_DIFFERENCES]
    if not pairs:
        return (Paragraph(voice.say("mirror-none")),) if found.tables else ()
    heads = ("corridor", "occupation", "year", "destination-says", "origin-says", "difference")
    columns = tuple(
        Column(id, voice.say("head-reference-year" if id == "year" else f"head-{id}"),
               align="end" if at > 1 else "start",
               width=1.8 if id == "corridor" else 1)
        for at, id in enumerate(heads)
    )  # fmt: skip
    rows = tuple(_difference(mirror, each, voice) for mirror, each in pairs)
    table = Table("table-mirror", voice.say("table-mirror"), columns, rows, small=True)
    return (table, Paragraph(voice.say("mirror-may"), "note"))


def newest(mirror: Mirror) -> tuple[Difference, ...]:
    """Of each pair of series the newest year that can be compared, else the newest year."""
    found: dict[tuple[Series, Series], Difference] = {}
    for each in mirror.differences:
        before = found.get((each.destination, each.origin))
        if before is None or (each.persons is not None, each.year) >= (before.persons is not None, before.year):
            found[each.destination, each.origin] = each
    return tuple(found.values())


def _difference(mirror: Mirror, each: Difference, voice: Voice) -> tuple[Value, ...]:
    corridor = voice.words("corridor", origin=Place(mirror.origin), destination=Place(mirror.destination))
    said = (_figure(side, each.year, voice) for side in (each.destination, each.origin))
    gap = voice.missing("suppressed" if each.without == "hidden" else "missing")
    if each.percent is not None:
        gap = voice.count(each.percent, decimals=0)
    elif each.persons is not None:
        gap = voice.count(each.persons)
    return (corridor, name("occupation", mirror.occupation, voice), voice.year(each.year), *said, gap)


def _figure(series: Series, year: int, voice: Voice) -> Value:
    found = series.at(year)
    if found is None or found.value is None:
        return voice.missing("suppressed" if found is not None and found.is_hidden else "missing")
    return voice.count(found.value)


# --- What is hidden, what changed, sources ---------------------------------------------------------------------------
def hidden(found: Quality, voice: Voice) -> tuple[Block, ...]:
    """How many rows are hidden, and no reason that gives any of them away."""
    count, rows = sum(each.hidden for each in found.tables), sum(each.rows for each in found.tables)
    if not count:
        return (Paragraph(voice.say("hidden-none")),)
    share = Percent(100 * count / rows, decimals=1)
    said = voice.say("hidden-some", hidden=Count(count), rows=Count(rows), percent=share)
    return (Paragraph(said), Paragraph(voice.say("hidden-why"), "note"))


def changed(changes: Changes, voice: Voice) -> tuple[Block, ...]:
    """How many figures came, went or changed, by kind."""
    if not changes.counts:
        return (Paragraph(voice.say("changes-none")),)
    columns = (Column("kind", voice.say("head-kind"), width=3), Column("rows", voice.say("head-rows"), align="end"))
    rows = tuple((voice.words(f"change-{kind}"), voice.count(count)) for kind, count in changes.counts.items())
    return (Table("table-changes", voice.say("table-changes"), columns, rows, small=True),)
