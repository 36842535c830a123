"""A few lines of Python and R that load exactly one table by its address, and prove that it is the one that is meant.

Texts stand in the code as JSON strings without anything that Python or R would read otherwise; a test runs the lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from concord.vocabulary.structures import structure

#: Column types of readr: codes stay texts, counts stay whole numbers of any size.
_READR = {"string": "c", "integer": "d", "number": "d"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of code: the language and the library they are for, and the lines."""

    id: str
    language: str
    library: str
    code: str


def snippets(
    structure_id: str, *, parquet: str, csv: str = "", sha256: str = "", citation: str = ""
) -> tuple[Snippet, ...]:
    """Lines for polars, pandas, arrow and readr.

    Args:
        structure_id: Id of the table's structure.
        parquet: Absolute address of the table as Parquet.
        csv: Absolute address of the same table as CSV; without it there are no lines for readr.
        sha256: Of the Parquet file's bytes, where it is kept as it is; the lines then stop at other bytes.
        citation: One line, put first as a comment.
    """
    head = f"# {' '.join(citation.split())}\n" if citation else ""
    found = [
        Snippet("polars", "Python", "polars", head + _python("import polars as pl", "pl", parquet, sha256)),
        Snippet("pandas", "Python", "pandas", head + _python("import pandas as pd", "pd", parquet, sha256)),
        Snippet("arrow", "R", "arrow", head + _arrow(parquet, sha256)),
    ]
    if csv:
        found.append(Snippet("readr", "R", "readr", head + _readr(structure_id, csv)))
    return tuple(found)


def _python(library: str, name: str, address: str, sha256: str) -> str:
    imports = (["import hashlib"] if sha256 else []) + ["import io", "import urllib.request"]
    lines = [
        *imports,
        "",
        library,
        "",
        f"address = {_text(address)}",
        "content = urllib.request.urlopen(address).read()",
    ]
    if sha256:
        lines += [
            f"sha256 = {_text(sha256)}",
            "if hashlib.sha256(content).hexdigest() != sha256:",
            '    raise SystemExit("This is not the file that is cited.")',
        ]
    return "\n".join([*lines, f"table = {name}.read_parquet(io.BytesIO(content))"]) + "\n"


def _arrow(address: str, sha256: str) -> str:
    lines = [
        f"address <- {_text(address)}",
        'file <- tempfile(fileext = ".parquet")',
        'download.file(address, file, mode = "wb")',
    ]
    if sha256:
        lines += [
            f"sha256 <- {_text(sha256)}",
            'if (digest::digest(file, algo = "sha256", file = TRUE) != sha256) {',
            '  stop("This is not the file that is cited.")',
            "}",
        ]
    return "\n".join([*lines, "table <- arrow::read_parquet(file)"]) + "\n"


def _readr(structure_id: str, address: str) -> str:
    """Lines about the table stand before it: they are left out by their sign, and only at the beginning."""
    types = "".join(_READR[column.type] for column in structure(structure_id).columns)
    lines = [
        f"address <- {_text(address)}",
        'lines <- sub("^\\ufeff", "", readr::read_lines(address))',
        'first <- which(!startsWith(lines, "#"))[1]',
        "table <- readr::read_csv(I(lines[first:length(lines)]), "
        f'col_types = "{types}", na = "", show_col_types = FALSE)',
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A text in quotation marks, the same in Python and in R."""
    return json.dumps(text.replace("\\", "%5C"), ensure_ascii=False)
