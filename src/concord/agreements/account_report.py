"""The benefit account as blocks of a document, in one language: sentences first, then the balance, then the proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from concord.agreements.account_model import Account, Line, Reckoned, Side
from concord.agreements.account_picture import Bar, Group, balance
from concord.agreements.account_sentences import (
    capital,
    draws_said,
    limits,
    name_of,
    note,
    ratio_said,
    verdicts,
    weights,
    years_said,
)
from concord.agreements.account_words import (
    DOMAIN,
    Scale,
    Speech,
    amount,
    decimals_of,
    figure_cell,
    ranged,
    reason_said,
    scale,
    span,
)
from concord.documents.figures import Style
from concord.documents.model import (
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
    Value,
)
from concord.vocabulary import formats
from concord.vocabulary.provenance import Provenance

if TYPE_CHECKING:
    from concord.agreements.account_declared import SideId
    from concord.documents.figures import Figure
    from concord.documents.figures.palette import Tone

TONES: dict[SideId, Tone] = {"origin": "origin", "destination": "destination", "workers": "workers"}
#: Width of the text in points: A4 less margins of 16 mm.
FULL = 504.0
MOST_SWAYS = 4


def compose(of: Account, language: str, *, as_of: dt.date) -> Document:
    """The account as a document of its own."""
    speech = Speech(language)
    title = speech.say("title", agreement=of.title) if of.title else speech.say("title-short")
    return Document(
        id=f"benefit-account-{of.id}-{language}",
        title=title,
        language=language,
        as_of=as_of,
        blocks=tuple(blocks(of, language)),
        subtitle=speech.say("subtitle"),
        cover=_cover(of, speech),
        running_head=speech.say("kicker"),
        running_foot=speech.say("running-foot"),
        keywords=(of.title, "benefit account"),
        demonstration=of.invented,
        provenance=Provenance(of.inputs, of.method, of.version, as_of.isoformat()),
    )


def _cover(of: Account, speech: Speech) -> Cover:
    return Cover(
        kicker=speech.say("kicker"),
        promise=speech.say("promise"),
        notice=speech.say("notice-invented" if of.invented else "notice"),
        facts=(
            (speech.say("years"), Value(years_said(of, speech))),
            (speech.say("prices"), Value(speech.text("prices-said", year=str(of.price_year)))),
            (speech.say("method"), Value(f"{of.method} {of.version}", language="en")),
            (speech.say("seed"), Value(draws_said(of, speech))),
            (speech.say("digest"), Value(of.inputs[0].digest[:12], language="en")),
        ),
        licence=speech.say("licence"),
        is_page=False,
    )


def blocks(of: Account, language: str, *, prefix: str = "", plain: bool = False) -> Iterator[Block]:
    """The account's blocks, for a document of its own or as a part of another.

    Args:
        prefix: Before the ids of tables and figures.
        plain: Headings stand one level lower and without a number.
    """
    speech, by = Speech(language), scale(of)
    level: Literal[1, 2] = 2 if plain else 1
    if not plain:
        yield Paragraph(speech.say("notice-invented" if of.invented else "notice"), "note")
    for each in verdicts(of, speech):
        yield Paragraph(each, "lead")
    yield Paragraph(ratio_said(of, speech))
    yield Heading(level, speech.say("part-balance"), f"{prefix}balance", plain=True)
    yield picture(of, speech, by, prefix)
    yield Paragraph(note(of, speech, by), "note")
    for key, made in tables(of, language, prefix=prefix):
        yield Heading(level, speech.say(f"part-{key}"), f"{prefix}{key}", plain=True)
        yield made
        if key == "sways":
            yield from _weights(of, speech, prefix, level)
    yield Heading(level, speech.say("part-limits"), f"{prefix}limits", plain=True)
    yield Bullets(tuple(limits(of, speech)))


def tables(of: Account, language: str, *, prefix: str = "", without: tuple[str, ...] = ()) -> list[tuple[str, Table]]:
    """Tables that have rows, each with what it is: ``kept``, ``counts``, ``years``, ``sways``, ``inputs``."""
    speech, by = Speech(language), scale(of)
    made = {
        "kept": _kept(of, speech, prefix), "counts": _counts(of, speech, prefix),
        "years": _years(of, speech, by, prefix), "sways": _sways(of, speech, by, prefix),
        "inputs": _inputs(of, speech, prefix),
    }  # fmt: skip
    return [(key, table) for key, table in made.items() if table.rows and key not in without]


def _weights(of: Account, speech: Speech, prefix: str, level: Literal[1, 2]) -> Iterator[Block]:
    said = weights(of, speech)
    if said:
        yield Heading(level, speech.say("part-weights"), f"{prefix}weights", plain=True)
        yield Paragraph(speech.say("weights-note"))
        yield Bullets(said)


# --- The balance -----------------------------------------------------------------------------------------------------
def groups(of: Account, speech: Speech, by: Scale) -> tuple[Group, ...]:
    """The three sides as rows of the picture: lines, what has no price, the balance, and what stands beside it."""
    moved = ranged(of.counts.get("moved"), speech)
    found = []
    for side in of.sides:
        name = moved if side.id == "workers" else name_of(of, side.id, speech)
        label = speech.text(f"side-{side.id}", **{"moved" if side.id == "workers" else "name": name})
        rows = [bar(line, speech, by) for line in side.counted]
        rows += [Bar(speech.text(f"line-{line.id}"), None, 0, 0, speech.text("not-known"), "") for line in side.unknown
                 if not line.beside]  # fmt: skip
        rows += [Bar(speech.text(f"not-priced-{each}"), None, 0, 0, speech.text("not-priced"), "")
                 for each in side.not_priced]  # fmt: skip
        rows.append(_balance_bar(side, speech, by))
        found.append(Group(label, TONES[side.id], rows))
    return tuple(found)


def bar(line: Line, speech: Speech, by: Scale) -> Bar:
    """A line as a row."""
    said, range_ = amount(line.whole, by, speech)
    label = speech.text(f"line-{line.id}")
    if line.standing in ("promised", "part"):
        label = f"{label} ({speech.text(f'standing-{line.standing}')})"
    whole = line.whole
    if whole is None:
        return Bar(label, None, 0, 0, said, range_)
    return Bar(label, whole.mean / by.per, whole.low / by.per, whole.high / by.per, said, range_)


def _balance_bar(side: Side, speech: Speech, by: Scale) -> Bar:
    said, range_ = amount(side.balance, by, speech)
    label = speech.text("balance")
    if side.balance is None:
        return Bar(label, None, 0, 0, said, range_, "balance")
    whole = side.balance
    return Bar(label, whole.mean / by.per, whole.low / by.per, whole.high / by.per, said, range_, "balance")


def figure(of: Account, speech: Speech, by: Scale, style: Style) -> Figure:
    """The balance drawn for one medium."""
    heads = tuple(speech.text(f"head-{each}") for each in ("side", "line", "value", "range"))
    return balance(
        groups(of, speech, by), title=speech.text("figure-balance"), style=style, heads=heads,
        description=speech.text("figure-balance-told"),
    )  # fmt: skip


def picture(of: Account, speech: Speech, by: Scale, prefix: str = "") -> Picture:
    """The balance as a block."""
    drawn = figure(of, speech, by, Style.print(speech.language, width=FULL, size=6.8))
    title = speech.say("figure-balance")
    return Picture(f"{prefix}figure-balance", title, drawn.svg, drawn.description, table=drawn.table)


# --- Tables ----------------------------------------------------------------------------------------------------------
def _columns(speech: Speech, *heads: tuple[str, float]) -> tuple[Column, ...]:
    start = ("line", "quantity", "source", "by", "side")
    return tuple(
        Column(id, speech.say(f"head-{id}"), align="start" if id in start else "end", width=width)
        for id, width in heads
    )


def _kept(of: Account, speech: Speech, prefix: str) -> Table:
    rows = tuple(
        (
            Value(f"{speech.text(f'pair-{each.id}')} ({speech.text(f'unit-{each.unit}')})"),
            figure_cell(each.promised, speech), figure_cell(each.due, speech), figure_cell(each.delivered, speech),
            _percent(each.ratio, speech),
        )
        for each in of.kept
    )  # fmt: skip
    heads = _columns(speech, ("line", 2.2), ("promised", 1.2), ("due", 1.2), ("delivered", 1.2), ("share", 1.0))
    return Table(f"{prefix}table-kept", speech.say("table-kept"), heads, rows, small=True)


def _percent(given: Reckoned | None, speech: Speech) -> Value:
    if given is None:
        return Value("", "missing")
    ends = [formats.percent(100 * each, speech.language, decimals=0) for each in (given.mean, given.low, given.high)]
    said = ends[0] if given.is_exact else speech.text("value-span", value=ends[0], low=ends[1], high=ends[2])
    return Value(said, number=given.mean)


def _counts(of: Account, speech: Speech, prefix: str) -> Table:
    rows = tuple((speech.cell(f"count-{id}"), figure_cell(each, speech)) for id, each in of.counts.items())
    heads = _columns(speech, ("line", 2.5), ("value", 1.5))
    return Table(f"{prefix}table-counts", speech.say("table-counts"), heads, rows, small=True)


def _years(of: Account, speech: Speech, by: Scale, prefix: str) -> Table:
    columns = (
        Column("year", speech.say("head-year"), width=0.7),
        *(
            Column(each.id, speech.say(f"name-{each.id}"), unit=speech.text(by.unit), align="end", width=1.6)
            for each in of.sides
        ),
    )
    rows = tuple(
        (Value(str(year), number=float(year)), *(_by_year(each.by_year.get(year), speech, by) for each in of.sides))
        for year in range(of.first, of.first + of.years)
    )
    return Table(f"{prefix}table-years", speech.say("table-years"), columns, rows, small=True)


def _by_year(given: Reckoned | None, speech: Speech, by: Scale) -> Value:
    if given is None:
        return Value("", "missing")
    said = speech.signed(given.mean / by.per, by.decimals)
    shown = said if given.is_exact else f"{said} ({span(given, by, speech)})"
    return Value(shown, "estimated" if not given.is_exact else "normal", given.mean)


def _sways(of: Account, speech: Speech, by: Scale, prefix: str) -> Table:
    chosen = [each for side in of.sides for each in [one for one in of.swayed if one.side == side.id][:MOST_SWAYS]]
    rows = tuple(
        (
            speech.cell(f"name-{each.side}"), speech.cell(f"quantity-{each.quantity}"),
            Value(speech.signed(each.at_low / by.per, by.decimals), number=each.at_low),
            Value(speech.signed(each.at_high / by.per, by.decimals), number=each.at_high),
        )
        for each in chosen
    )  # fmt: skip
    heads = _columns(speech, ("side", 1.0), ("quantity", 2.6), ("at-low", 1.0), ("at-high", 1.0))
    return Table(f"{prefix}table-sways", speech.say("table-sways"), heads, rows, small=True)


def _inputs(of: Account, speech: Speech, prefix: str) -> Table:
    rows = []
    for each in of.used:
        name = f"{speech.text(f'quantity-{each.quantity}')} ({speech.text(f'unit-{each.unit}')})"
        decimals = decimals_of(each.unit)
        if each.given is None:
            figure_ = figure_cell(each.assumed, speech, decimals=decimals)
            why = reason_said(each.quantity, each.reason, speech)
            told = Value(str(why), language=why.language if why.is_fallback else None)
            rows.append((Value(name), figure_, speech.cell("assumed"), told))
            continue
        parts = [ranged(each.given.every, speech, decimals=decimals)] if each.given.every else []
        parts += [
            f"{year}: {ranged(one, speech, decimals=decimals)}" for year, one in sorted(each.given.by_year.items())
        ]
        by = speech.cell(f"given-by-{each.given.by}")
        rows.append((Value(name), Value("; ".join(parts)), by, Value(each.given.source or "–")))
    heads = _columns(speech, ("quantity", 2.2), ("value", 1.6), ("by", 1.0), ("source", 2.6))
    return Table(f"{prefix}table-inputs", speech.say("table-inputs"), heads, tuple(rows), small=True)


__all__ = [
    "DOMAIN", "blocks", "capital", "compose", "draws_said", "figure", "limits", "name_of", "note", "picture",
    "ratio_said", "tables", "verdicts", "weights",
]  # fmt: skip
