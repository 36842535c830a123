"""The lines of Python and R that stand under a table load exactly that table, and stop at another one."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import polars as pl
import pytest

from concord.mds.catalogue.loading import Snippet, snippets
from concord.mds.citation import citation
from concord.mds.writers import write
from concord.vocabulary.structures import Table, table

ENDS = {
    "polars": "import sys\ntable.write_csv(sys.argv[1])\n",
    "pandas": "import sys\ntable.to_csv(sys.argv[1], index=False)\n",
    "arrow": 'write.csv(table, commandArgs(TRUE)[1], row.names = FALSE, na = "", quote = FALSE)\n',
    "readr": 'write.csv(table, commandArgs(TRUE)[1], row.names = FALSE, na = "", quote = FALSE)\n',
}


def in_r(package: str) -> bool:
    """Whether R is here with a package."""
    program, asked = shutil.which("Rscript"), f'quit(status = !requireNamespace("{package}", quietly = TRUE))'
    return (
        program is not None and subprocess.run([program, "-e", asked], check=False, capture_output=True).returncode == 0
    )


RUN = ["polars", "pandas", *(id for id in ("arrow", "readr") if in_r(id))]


def sample() -> Table:
    """Codes that look like numbers, a code that looks like nothing, a hidden count, and a lookalike of a comment."""
    return table(
        "mds-totals",
        area=["NAM", "KEN", "KEN"], year=[2018] * 3, occupation=["221", "2211", "222"],
        row_kind=["total", "total", "domestic"], headcount=[12, None, 0], status=["normal", "suppressed", "normal"],
        note=["# no comment", None, "é 人"], source=["submitted"] * 3, source_row=[1, 2, 3],
    )  # fmt: skip


def made(folder: Path, at: str = "") -> tuple[str, str, str]:
    """Addresses of the Parquet and of the CSV, and the digest of the first."""
    parquet, plain = folder / "a table.parquet", folder / "a table.csv"
    for path in (parquet, plain):
        with path.open("wb") as stream:
            write(sample(), path.suffix.lstrip("."), stream)
    where = [f"{at}/{quote(path.name)}" if at else path.as_uri() for path in (parquet, plain)]
    return where[0], where[1], sha256(parquet.read_bytes()).hexdigest()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a site that gives out the files of the folder: R reads addresses of the web alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of what is asked."""

    def log_message(self, *_: object) -> None:
        """Nothing is written."""


def chosen(folder: Path, id: str, site: str, sum: str = "") -> Snippet:
    parquet, plain, digest = made(folder, site if id in ("arrow", "readr") else "")
    found = snippets("mds-totals", parquet=parquet, csv=plain, sha256=sum or digest, citation=citation(sample()))
    return next(each for each in found if each.id == id)


def run(snippet: Snippet, folder: Path) -> tuple[int, str, Path]:
    script, out = folder / "script", folder / "out.csv"
    script.write_text(snippet.code + ENDS[snippet.id], encoding="utf-8")
    program = [sys.executable] if snippet.language == "Python" else ["Rscript", "--vanilla"]
    done = subprocess.run([*program, str(script), str(out)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr, out


@pytest.mark.parametrize("id", RUN)
def test_the_lines_load_the_table_with_codes_as_texts_and_empty_values_empty(
    tmp_path: Path, site: str, id: str
) -> None:
    code, said, out = run(chosen(tmp_path, id, site), tmp_path)
    assert code == 0, said
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["area"] for row in rows] == ["NAM", "KEN", "KEN"]
    assert [row["occupation"] for row in rows] == ["221", "2211", "222"]
    assert [row["headcount"].removesuffix(".0") for row in rows] == ["12", "", "0"]
    assert [row["note"] for row in rows] == ["# no comment", "", "é 人"]


@pytest.mark.parametrize("id", [id for id in RUN if id != "readr"])
def test_the_lines_stop_at_a_file_that_is_not_the_one_that_is_cited(tmp_path: Path, site: str, id: str) -> None:
    code, said, out = run(chosen(tmp_path, id, site, "0" * 64), tmp_path)
    assert code != 0
    assert "not the file that is cited" in said
    assert not out.exists()


def test_without_a_digest_no_line_pretends_to_check_one(tmp_path: Path) -> None:
    parquet, plain, _ = made(tmp_path)
    found = snippets("mds-totals", parquet=parquet, csv=plain)
    assert [each.id for each in found] == ["polars", "pandas", "arrow", "readr"]
    assert not any("sha256" in each.code for each in found)


def test_no_address_and_no_citation_becomes_code() -> None:
    hostile = 'https://a.test/?q=")+exit(1)#\\'
    for each in snippets("mds-totals", parquet=hostile, csv=hostile, citation="a\nimport os\rexit(1)"):
        assert "\nimport os" not in each.code
        assert '?q=\\")' in each.code
        assert "\\\\" not in each.code.replace("\\\\ufeff", "")
        if each.language == "Python":
            compile(each.code, "snippet", "exec")


def test_types_of_readr_are_one_for_each_column() -> None:
    (found,) = (
        each for each in snippets("mds-totals", parquet="https://a.test", csv="https://a.test") if each.id == "readr"
    )
    types = found.code.partition('col_types = "')[2].partition('"')[0]
    assert len(types) == len(sample().frame.columns)
    assert types[sample().frame.columns.index("occupation")] == "c"
    assert isinstance(sample().frame["occupation"].dtype, pl.String)
