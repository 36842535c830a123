"""Generated answers that break no rule: plausible in form and size, and the same for the same seed.

They are made of the questionnaire itself: what is asked is answered, in rounds, until nothing more is asked; what a
rule refuses is answered otherwise or left.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from concord.instrument import answers as told
from concord.instrument import checks, routing
from concord.instrument.answers import Answers
from concord.instrument.model import FILES, NUMBERS, Group, Instrument, Question
from concord_site.reporting.demonstration_texts import texts

Path = tuple[str, ...]
#: Rounds in which questions that follow from answers are answered in turn.
ROUNDS = 12
#: How likely a question that may be left empty is answered, and one answered with "not known" or the like.
OPTIONAL, UNKNOWN = 0.7, 0.06
ALONE = frozenset({"none", "no"})
#: Chosen more often than chance would have it, so that a report has something to show.
LIKELY: Mapping[str, tuple[tuple[str, float], ...]] = {
    "designation": (("yes", 0.8), ("preparing", 0.15), ("no", 0.05)),
    "yes_no": (("yes", 0.62), ("no", 0.38)),
    "yes_no_preparing": (("yes", 0.5), ("preparing", 0.2), ("no", 0.3)),
    "treatment": (("both", 0.5), ("law", 0.25), ("practice", 0.1), ("no", 0.15)),
    "flow_form": (("split", 0.4), ("total", 0.35), ("none", 0.25)),
    "mds_how": (("table", 0.55), ("earlier", 0.15), ("accounts", 0.15), ("joint", 0.1), ("no", 0.05)),
    "stock_how": (("table", 0.6), ("earlier", 0.2), ("no", 0.2)),
    "publish": (("yes", 1.0),),
    "record_how": (("link", 0.6), ("list", 0.2), ("no", 0.2)),
}
#: How large each occupation is beside doctors.
SIZES = {
    "doctors": 1.0,
    "nurses": 2.6,
    "midwives": 0.25,
    "dentists": 0.22,
    "pharmacists": 0.3,
    "other": 0.9,
    "care": 1.4,
}


@dataclass
class Country:
    """Who answers: the numbers of a country hang together by its size."""

    area: str
    language: str
    draw: random.Random
    doctors: int = 0
    abroad: float = 0.0
    drift: float = 1.0
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def made(cls, area: str, language: str, seed: str, *, fixed: Mapping[str, Any] | None = None) -> Country:
        """A country with a size of its own."""
        draw = random.Random(f"{seed}:{area}")
        doctors = int(10 ** draw.uniform(2.6, 5.0))
        return cls(area, language, draw, doctors, draw.uniform(0.02, 0.35), draw.uniform(0.94, 1.09), fixed or {})


def generated(instrument: Instrument, country: Country, *, today: dt.date, share: float = 1.0) -> Answers:
    """Answers to everything that is asked; with ``share`` below one, to the first sections alone, as in a draft."""
    given, tried, left = Answers(), set[str](), set[str]()
    questions = [each for each in instrument.questions if each.is_asked]
    wanted = {each.path for each in questions[: max(8, int(len(questions) * share))]}
    for _attempt in range(4):
        given = _answered(instrument, given, country, today, wanted, tried)
        mended = _mended(instrument, given, country, today, left)
        if mended is given:
            break
        given = mended
    return given


def _answered(
    instrument: Instrument, given: Answers, country: Country, today: dt.date, wanted: set[Path], tried: set[str]
) -> Answers:
    """Answers to what is asked, and to what is asked because of them, until nothing more is."""
    for _round in range(ROUNDS):
        state = routing.evaluate(instrument, given, today=today)
        given, added = _with_entries(instrument, given, country, state, wanted)
        state = routing.evaluate(instrument, given, today=today) if added else state
        new: dict[str, Any] = {}
        for at in state.asked:
            node = state.node(at) if at not in tried else None
            if isinstance(node, Question) and node.path in wanted:
                tried.add(at)
                if (value := _value(instrument, node, at, state, country, today)) is not None:
                    new[at] = value
        if not new and not added:
            break
        given = _put_all(given, new)
    return given


def _put_all(given: Answers, new: Mapping[str, Any]) -> Answers:
    """All new answers at once: those outside lists together, others one by one."""
    plain = {at: value for at, value in new.items() if "[" not in at}
    given = Answers({**given, **told.parse(plain)})
    for at, value in new.items():
        if "[" in at:
            given = told.put(given, at, told.parse({"v": value}).get("v"))
    return given


def _with_entries(
    instrument: Instrument, given: Answers, country: Country, state: routing.State, wanted: set[Path]
) -> tuple[Answers, bool]:
    """One to three entries in every list that is offered and has none; and whether there were any."""
    added = False
    for node in instrument.nodes():
        if not isinstance(node, Group) or not node.repeats or node.repeat or node.key in given:
            continue
        first = next((each for each in instrument.questions if each.repeat == (node.key,) and each.is_asked), None)
        if first is None or first.path not in wanted or not state.is_asked(node.key):
            continue
        for place in range(1, country.draw.choice((1, 1, 2, 2, 3)) + 1):
            at = f"{node.key}[{place}]/{first.key}"
            given = told.put(given, at, told.parse({"v": _first(instrument, first, country)}).get("v"))
            added = True
    return given, added


def _first(instrument: Instrument, node: Question, country: Country) -> Any:
    """The first answer of a new entry, before the questionnaire knows it."""
    if node.choices:
        listed = instrument.lists[node.choices]
        return next(_chosen(node, [each.name for each in listed.choices], country), None)
    return _text(node, country)


def _mended(instrument: Instrument, given: Answers, country: Country, today: dt.date, left: set[str]) -> Answers:
    """Without what breaks a rule: answered otherwise once, then taken away."""
    for attempt in range(4):
        state = routing.evaluate(instrument, given, today=today)
        found = checks.check(instrument, given, today=today, complete=False, state=state)
        wrong = {each.where.item for each in found if each.level == "hard" and each.where.item}
        if not wrong:
            break
        for at in wrong:
            value = None
            if attempt < 2 and at not in left:
                left.add(at)
                node = state.node(at)
                value = _other(instrument, node, at, state, country) if isinstance(node, Question) else None
            given = told.put(given, at, told.parse({"v": value}).get("v") if value is not None else None)
    return given


def _other(instrument: Instrument, node: Question, at: str, state: routing.State, country: Country) -> Any:
    """What fits where the first answer did not: not known where that may be said, a small number, one choice."""
    if node.about.statuses:
        return {"status": node.about.statuses[0]}
    if node.kind in NUMBERS:
        return 1
    if node.kind == "many":
        names = [each.name for each in state.choices(at)]
        return [next((each for each in names if each not in ALONE), names[0])] if names else None
    return None


def _value(
    instrument: Instrument, node: Question, at: str, state: routing.State, country: Country, today: dt.date
) -> Any:
    """One answer, or None where it stays empty."""
    draw = country.draw
    if node.key in country.fixed:
        return country.fixed[node.key]
    if node.kind in FILES:
        return None
    if node.key == "country":
        names = {each.name for each in state.choices(at)}
        return country.area if country.area in names else next(iter(sorted(names)), None)
    needed = state.is_required(at)
    if node.about.statuses and draw.random() < UNKNOWN and not node.cell:
        return {"status": draw.choice(node.about.statuses)}
    if not needed and not node.cell and draw.random() > OPTIONAL:
        return None
    return next(_made(instrument, node, at, state, country, today), None)


def _made(
    instrument: Instrument, node: Question, at: str, state: routing.State, country: Country, today: dt.date
) -> Iterator[Any]:
    draw = country.draw
    if node.kind in ("one", "many", "rank"):
        yield from _chosen(node, [each.name for each in state.choices(at)], country)
    elif node.kind in NUMBERS:
        yield _number(node, country, at, state)
    elif node.kind in ("text", "long-text"):
        yield _text(node, country)
    elif node.kind == "link":
        yield f"https://example.org/generated/{country.area.lower()}/{node.key.replace('_', '-')}"
    elif node.kind == "acknowledge":
        yield "OK"
    else:
        day = today - dt.timedelta(days=draw.randint(60, 700))
        written = {"date": day.isoformat(), "month": f"{day:%Y-%m}", "year": f"{today.year + draw.randint(1, 6)}"}
        if node.kind == "date" and node.key.endswith("_until"):
            written["date"] = (today + dt.timedelta(days=draw.randint(200, 1500))).isoformat()
        if node.kind in written:
            yield written[node.kind]


def _chosen(node: Question, names: list[str], country: Country) -> Iterator[Any]:
    draw = country.draw
    if not names:
        return
    weighted = [(name, weight) for name, weight in LIKELY.get(node.choices, ()) if name in names]
    if node.kind == "one":
        yield draw.choices([n for n, _ in weighted], [w for _, w in weighted])[0] if weighted else draw.choice(names)
    elif node.kind == "rank":
        yield draw.sample(names, len(names))
    else:
        usual = [each for each in names if each not in ALONE]
        if any(each in ALONE for each in names) and draw.random() < 0.12:
            yield [next(each for each in names if each in ALONE)]
        elif len(usual) > 60:
            yield sorted(draw.sample([each for each in usual if each != country.area], draw.randint(1, 3)))
        else:
            chosen = set(draw.sample(usual, min(len(usual), draw.randint(1, 4))))
            yield [each for each in names if each in chosen]


def _text(node: Question, country: Country) -> str:
    if node.key.endswith("email"):
        return f"authority@{country.area.lower()}.example.org"
    if node.kind == "long-text":
        return country.draw.choice(texts(node.about.part or "text", country.language))
    for kind, sign in (
        ("office", "office"),
        ("law", "law_title"),
        ("agreement", "agreement_title"),
        ("source", "source"),
    ):
        if sign in node.key:
            return country.draw.choice(texts(kind, country.language))
    return country.draw.choice(texts("short", country.language))


def _number(node: Question, country: Country, at: str, state: routing.State) -> int:
    """A number of the size of the country: cells of one grid hang together."""
    if node.cell:
        return _cell(node, country)
    draw = country.draw
    if node.key == "hours":
        return draw.randint(20, 160)
    if node.about.unit == "usd":
        return draw.randint(5, 900) * 10_000
    if node.key.endswith("_listed"):
        return max(0, int(country.doctors * 0.002))
    if node.key == "returns_number":
        return draw.randint(0, max(1, country.doctors // 400))
    return draw.randint(1, 40)


def _cell(node: Question, country: Country) -> int:
    occupation = next((each for each in node.cell if each in SIZES), "other")
    size = country.doctors * SIZES[occupation]
    year = next((int(each) for each in node.cell if each.isdigit() and len(each) == 4), 0)
    years = (year - 2021) % 3 if year else 0
    steady = random.Random(f"{country.area}:{occupation}:{node.path[0]}").uniform(0.7, 1.3)
    if "all" in node.cell:
        return int(size)
    if "abroad" in node.cell:
        return int(size * country.abroad * min(steady, 1.2))
    if "native" in node.cell:
        return int(size * country.abroad * min(steady, 1.2) * 0.15)  # born here, trained abroad
    flow = size * 0.03 * steady * country.drift**years * (0.6 if "outflow" in node.key else 1.0)
    part = 0.35 if "temporary" in node.cell else 0.65 if "permanent" in node.cell else 1.0
    return int(flow * part)
