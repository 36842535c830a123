"""Answers out: wide and long tables, JSON with its schema, several rounds beside one another.

Everything is found by question and code, never by position, and only what was asked goes out. Public face:
:class:`Answered` (one set of answers), :func:`rows` and :func:`long` (one row an answer), :func:`wide` (tables),
:func:`across` (rounds aligned by the question maps), :func:`as_json` and :func:`schema`, :func:`shown` (an answer in
words), and the files: :func:`long_csv`, :func:`aligned_csv`, :func:`table_csv`, :func:`tables_zip`,
:func:`tables_xlsx`.
"""

from concord.instrument.export.files import aligned_csv, long_csv, table_csv, tables_xlsx, tables_zip
from concord.instrument.export.plain_json import as_json, schema
from concord.instrument.export.rounds import AlignedRow, Round, across
from concord.instrument.export.rows import AnswerRow, long, rows, shown
from concord.instrument.export.walking import Answered, asked_of, only_asked
from concord.instrument.export.wide import Table, wide

__all__ = [
    "AlignedRow",
    "AnswerRow",
    "Answered",
    "Round",
    "Table",
    "across",
    "aligned_csv",
    "as_json",
    "asked_of",
    "long",
    "long_csv",
    "only_asked",
    "rows",
    "schema",
    "shown",
    "table_csv",
    "tables_xlsx",
    "tables_zip",
    "wide",
]
