"""The report (PERFORMANCE job 5): our own share against the bare Typst compile, each format, six languages."""

from __future__ import annotations

import datetime as dt
import io

from harness import record, side_by_side

from concord.client.facts import gather
from concord.documents.render import docx, html, pdf
from concord.reporting import dg_report
from concord.vocabulary.languages import LANGUAGES

AS_OF = dt.date(2026, 11, 21)


def main() -> None:
    """Measure."""
    from pypdf import PdfReader

    facts = gather(as_of=AS_OF, round="2024")
    document = dg_report.compose(facts, "en")
    given = pdf.as_json(document)
    made = pdf.render(document)

    def own() -> None:
        pdf.as_json(dg_report.compose(facts, "en"))

    def six() -> None:
        for language in LANGUAGES:
            pdf.render(dg_report.compose(facts, language))

    seconds = side_by_side(
        {
            "bare compile": lambda: pdf.compiled(given),
            "facts": lambda: gather(as_of=AS_OF, round="2024"),
            "compose and JSON": own,
            "PDF, composing included": lambda: pdf.render(dg_report.compose(facts, "en")),
            "Word, composing included": lambda: docx.render(dg_report.compose(facts, "en")),
            "HTML, composing included": lambda: html.page(dg_report.compose(facts, "en")),
            "PDF in six languages": six,
        }
    )
    share = seconds["compose and JSON"] / seconds["bare compile"]
    figures = {name: {"seconds": round(taken, 2)} for name, taken in seconds.items()}
    record(
        "report",
        {
            **figures,
            "our share of the compile, percent": round(100 * share),
            "pages": len(PdfReader(io.BytesIO(made)).pages),
            "same bytes on repeat": pdf.render(dg_report.compose(facts, "en")) == made,
        },
        note="goals: PDF 3 s, six languages 15 s, Word 3 s, 700 MB, our share 15 percent",
    )


if __name__ == "__main__":
    main()
