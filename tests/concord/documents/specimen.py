"""A small document with every kind of block, for the tests of all renderers. Its figures are invented and say so."""

from __future__ import annotations

import datetime as dt

from concord.documents.figures import Bar, Style, bars
from concord.documents.figures import Value as Number
from concord.documents.model import (
    Beside,
    Bullets,
    Column,
    Contents,
    Cover,
    Document,
    Empty,
    Heading,
    Index,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    Particulars,
    Phrase,
    Picture,
    Prose,
    RowsUsed,
    Run,
    Table,
    Together,
    Value,
    phrase,
)

HEAD = {"en": "Invented figures", "ar": "أرقام مخترعة", "zh": "虚构数字"}
WORDS = {
    "en": "These figures are invented for a test.",
    "ar": "هذه الأرقام مخترعة للاختبار.",
    "zh": "这些数字为测试而虚构。",
}


def specimen(language: str = "en", *, word: str | None = None) -> Document:
    """The specimen in one of three languages; ``word`` stands wherever a stranger's text may stand."""
    said = phrase(WORDS[language] if word is None else word, language)
    title = phrase(HEAD[language] if word is None else word, language)
    fallback = Phrase(
        (Run("This paragraph is not translated; see "), Run("", reference="table-one"), Run(".")),
        "en",
        language != "en",
    )
    blocks = (
        Contents(phrase("Contents", language)),
        Heading(1, title, "part-one", new_page=True),
        Paragraph(said, "lead"),
        KeyFigures((KeyFigure(Value("165", number=165.0), said, said), KeyFigure(Value("", "missing"), said))),
        Heading(2, title, "section-one"),
        Prose((Paragraph(fallback if language != "en" else said), Paragraph(said))),
        _table(said, word),
        _picture(language, word),
        Bullets((said, said)),
        Bullets((said,), ordered=True),
        Empty(title, said),
        PageBreak(),
        Heading(1, title, "part-annex", number="A", new_page=True),
        Index("area-", columns=2),
        *(_section(code, said) for code in ("KEN", "NZL")),
    )
    cover = Cover(said, said, said, ((said, Value(word or "2024.1")),), said)
    return Document(
        f"specimen-{language}", title, language, dt.date(2026, 11, 21), blocks, said, cover, said, said,
        keywords=("specimen", word or "test"),
    )  # fmt: skip


def _table(said: Phrase, word: str | None, id: str = "table-one", series: str = "") -> Table:
    columns = (Column("a", said), Column("b", said, "persons", "end"), Column("c", said, align="end"))
    rows = (
        (Value(word or "Kenya"), Value("16,615", number=16615.0), Value("", "missing")),
        (Value(word or "France"), Value("0", number=0.0), Value("1,240", "estimated", 1240.0)),
        (Value(word or "Nepal"), Value("", "suppressed"), Value("", "not-applicable")),
    )
    used = (RowsUsed("oecd-wfmi-totals", "invented.csv", (9, 10, 11, 20)),)
    return Table(id, said, columns, rows, used, said, series, last_is_total=True)


def _picture(language: str, word: str | None, id: str = "figure-one", series: str = "") -> Picture:
    items = [Bar(word or "Kenya", Number(3.0)), Bar(word or "Nepal", Number(None, "missing"))]
    drawn = bars(
        items,
        title=word or f"Bars {series}".strip(),
        style=Style.print(language, width=300),
        description=word or "Two bars",
    )
    title = phrase(word or "Bars", language)
    return Picture(
        id,
        title,
        drawn.svg,
        drawn.description,
        (),
        title,
        ("missing",),
        "table-one",
        drawn.table,
        series=series,
        width=0.6,
    )


def _section(code: str, said: Phrase) -> Together:
    heading = Heading(2, phrase(code), f"area-{code.lower()}", plain=True, listed=False)
    facts = Particulars(((said, Value(code)), (said, Value("", "missing"))))
    table = _table(said, None, f"table-{code.lower()}", code)
    return Together((heading, facts, Beside((_picture("en", None, f"figure-{code.lower()}", code),), (table,))))
