"""Makes those files of the corpus of bad inputs that are better made than kept: workbooks, archives, messages.

`tests/cases/mds/bad/*.yaml` names them (`maker: hidden-rows`). Nothing in them is a fact or a person.

    python tools/bad_inputs.py FOLDER        # writes the whole corpus there, one folder for each class
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import json
import pickle
import struct
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEADER = ("country of training", "year", "occupation", "headcount")
ROWS: tuple[tuple[Any, ...], ...] = (("India", 2018, "221", 40), ("Kenya", 2018, "221", 7), ("Nepal", 2018, "221", 5))
TEXT = "country of training,year,occupation,headcount\nIndia,2018,221,40\nKenya,2018,221,7\nNepal,2018,221,5\n"
OCCUPATIONS = ("221", "2221", "2222", "2261", "2262", "3221", "3222")
DAY = (2024, 1, 1, 0, 0, 0)
MAKERS: dict[str, Callable[[], bytes]] = {}


def _specimens() -> Any:
    """The specimens of intake, whose hands for workbooks and archives are used here too."""
    path = ROOT / "tests/specimens/intake/broken_files.py"
    spec = importlib.util.spec_from_file_location("broken_files", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SPECIMENS = _specimens()


def maker(function: Callable[[], bytes]) -> Callable[[], bytes]:
    """A function that makes one file, under its own name with hyphens."""
    MAKERS[function.__name__.replace("_", "-")] = function
    return function


def table(sheet: Any, rows: Iterable[tuple[Any, ...]] = ROWS, header: tuple[Any, ...] = HEADER) -> None:
    """The rows of a good table."""
    sheet.append(header)
    for row in rows:
        sheet.append(row)


def book(fill: Callable[[Any], None] = table, **options: Any) -> bytes:
    """A workbook of one sheet."""
    made: bytes = SPECIMENS.book(fill, **options)[1]
    return made


def shared() -> bytes:
    """A good workbook whose texts stand in a part of their own, as spreadsheets write them."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        made.set_properties({"created": dt.datetime(2024, 1, 1)})
        sheet = made.add_worksheet("Stock")
        for number, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def part(name: str, body: bytes) -> bytes:
    """A good workbook with one more part in it."""
    made: bytes = SPECIMENS.changed(book(), "", add={name: body})
    return made


# ---- workbooks: what is not seen -------------------------------------------------------------------------------------


def another_sheet(state: str) -> bytes:
    """A sheet of names that is hidden in one of two ways."""

    def prepare(made: Any) -> None:
        sheet = made.create_sheet("Names of staff")
        sheet.append(("name", "born"))
        sheet.append(("A person", 1970))
        sheet.sheet_state = state

    return book(prepare=prepare)


MAKERS["hidden-sheet"] = lambda: another_sheet("hidden")
MAKERS["very-hidden-sheet"] = lambda: another_sheet("veryHidden")
MAKERS["explanation-sheet"] = lambda: book(prepare=lambda made: made.create_sheet("About").append(("Made in 2019",)))


@maker
def hidden_rows() -> bytes:
    """A row that is hidden."""

    def fill(sheet: Any) -> None:
        table(sheet)
        sheet.row_dimensions[3].hidden = True

    return book(fill)


@maker
def hidden_columns() -> bytes:
    """A column that is hidden."""

    def fill(sheet: Any) -> None:
        table(sheet)
        sheet.column_dimensions["B"].hidden = True

    return book(fill)


@maker
def active_filter() -> bytes:
    """A filter that hides all rows but one."""

    def fill(sheet: Any) -> None:
        table(sheet)
        sheet.auto_filter.ref = "A1:D4"
        sheet.auto_filter.add_filter_column(0, ["India"])
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True

    return book(fill)


@maker
def formulas_without_values() -> bytes:
    """A formula as a program writes it, never reckoned."""

    def fill(sheet: Any) -> None:
        table(sheet)
        sheet["D3"] = "=3+4"

    return book(fill)


@maker
def formulas_with_values() -> bytes:
    """A formula as a spreadsheet keeps it."""
    made: bytes = SPECIMENS.changed(
        formulas_without_values(), "xl/worksheets/sheet1.xml", (b"<f>3+4</f><v></v>", b"<f>3+4</f><v>7</v>")
    )
    return made


def with_cell(place: str, value: Any, *, format: str = "") -> bytes:
    """A good table with one cell changed."""

    def fill(sheet: Any) -> None:
        table(sheet)
        sheet[place] = value
        if format:
            sheet[place].number_format = format

    return book(fill)


MAKERS["error-cell"] = lambda: with_cell("D3", "#REF!")
MAKERS["error-in-a-name"] = lambda: with_cell("A4", "#N/A")
MAKERS["date-in-a-count"] = lambda: with_cell("D3", dt.date(2018, 4, 1))
MAKERS["boolean-in-a-count"] = lambda: with_cell("D3", True)
MAKERS["count-stored-as-text"] = lambda: with_cell("D3", "7")
MAKERS["format-that-hides"] = lambda: with_cell("D3", 7, format=";;;")
MAKERS["cell-far-below"] = lambda: with_cell("A1048000", "x")
MAKERS["cell-far-right"] = lambda: with_cell("XFD2", "x")
MAKERS["very-long-cell"] = lambda: with_cell("A3", "x" * 32_767)
MAKERS["negative-count"] = lambda: with_cell("D4", -5)
MAKERS["half-a-person"] = lambda: with_cell("D4", 2.5)
MAKERS["year-as-a-date"] = lambda: with_cell("B3", dt.date(2018, 12, 31))
MAKERS["percent-format"] = lambda: with_cell("D3", 0.07, format="0.0%")


@maker
def comments() -> bytes:
    """A comment with a name in it."""
    from openpyxl.comments import Comment

    def fill(sheet: Any) -> None:
        table(sheet)
        sheet["D2"].comment = Comment("checked by A. Person", "A. Person")

    return book(fill)


@maker
def authors() -> bytes:
    """Names in the properties."""

    def prepare(made: Any) -> None:
        made.properties.creator, made.properties.lastModifiedBy = "A. Person", "B. Person"

    return book(prepare=prepare)


MAKERS["pivot-cache"] = lambda: part("xl/pivotCache/pivotCacheDefinition1.xml", b"<pivotCacheDefinition/>")
MAKERS["external-link"] = lambda: part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
MAKERS["tracked-changes"] = lambda: part("xl/revisions/revisionLog1.xml", b"<revisions/>")
MAKERS["connection"] = lambda: part("xl/connections.xml", b"<connections/>")
MAKERS["embedded-object"] = lambda: part("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")
MAKERS["macros"] = lambda: part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
MAKERS["macro-sheet"] = lambda: part("xl/macrosheets/sheet1.xml", b"<a/>")
MAKERS["workbook-in-workbook"] = lambda: part("xl/embeddings/Sheet1.xlsx", book())
MAKERS["archive-in-workbook"] = lambda: part("xl/media/more.zip", SPECIMENS.zipped(("a.csv", b"a,b\n1,2\n")))


@maker
def merged_names() -> bytes:
    """A name merged over two rows."""

    def fill(sheet: Any) -> None:
        table(sheet, (("India", 2017, "221", 38), (None, 2018, "221", 40), ("Kenya", 2018, "221", 7)))
        sheet.merge_cells("A2:A3")

    return book(fill)


@maker
def names_once_not_merged() -> bytes:
    """A name above an empty cell."""
    return book(lambda sheet: table(sheet, (("India", 2017, "221", 38), (None, 2018, "221", 40))))


@maker
def merged_headings() -> bytes:
    """Occupations merged above years."""

    def fill(sheet: Any) -> None:
        sheet.append(("country of training", "Doctors", None, "Dentists", None))
        sheet.append((None, 2017, 2018, 2017, 2018))
        sheet.append(("India", 38, 40, 1, 2))
        sheet.append(("Kenya", 6, 7, 3, 4))
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")

    return book(fill)


@maker
def titles_and_notes() -> bytes:
    """A title above and a source below."""

    def fill(sheet: Any) -> None:
        sheet.append(("Stock of doctors by country of training",))
        sheet.append(())
        table(sheet)
        sheet.append(())
        sheet.append(("Source: Medical Council",))

    return book(fill)


@maker
def total_that_differs() -> bytes:
    """A total that is one too many."""
    return book(lambda sheet: table(sheet, (*ROWS, ("Total", 2018, "221", 53))))


@maker
def the_same_sheet_twice() -> bytes:
    """A copy of the sheet in the same workbook."""

    def prepare(made: Any) -> None:
        table(made.create_sheet("Copy"))

    return book(prepare=prepare)


@maker
def two_tables_side_by_side() -> bytes:
    """The table of another year at the right."""

    def fill(sheet: Any) -> None:
        sheet.append((*HEADER, None, *HEADER))
        for row in ROWS:
            sheet.append((*row, None, row[0], 2017, row[2], row[3] - 1))

    return book(fill)


@maker
def empty_workbook() -> bytes:
    """A sheet without a cell."""
    return book(lambda sheet: None)


@maker
def only_a_hidden_table() -> bytes:
    """A sheet of words, and the table hidden."""

    def prepare(made: Any) -> None:
        table(made.create_sheet("Data"))
        made["Data"].sheet_state = "hidden"

    return book(lambda sheet: sheet.append(("See the other sheet",)), prepare=prepare)


def many_rows(count: int) -> bytes:
    """A table of so many rows, each for another origin, year and occupation."""
    from concord.vocabulary.areas import areas

    codes = [each.code for each in areas() if each.kind == "iso" and each.code not in ("NZL", "CHI")]
    keys = ((year, occupation, code) for year in range(1960, 2019) for occupation in OCCUPATIONS for code in codes)
    lines = (f"{code},{year},{occupation},7\n" for _, (year, occupation, code) in zip(range(count), keys, strict=False))
    return (",".join(HEADER) + "\n" + "".join(lines)).encode()


# ---- limits ----------------------------------------------------------------------------------------------------------

MAKERS["columns-501"] = lambda: (
    ",".join((*HEADER, *(f"c{i}" for i in range(497))))
    + "\n"
    + ",".join(("India", "2018", "221", "4", *["1"] * 497))
    + "\n"
).encode()
MAKERS["rows-65536"] = lambda: many_rows(65_535)
MAKERS["rows-1048576"] = lambda: (TEXT + "Peru,2018,221,1\n" * 1_048_572).encode()
MAKERS["rows-above-a-million"] = lambda: (TEXT + "Peru,2018,221,1\n" * 1_000_001).encode()
MAKERS["cell-of-140000-letters"] = lambda: (TEXT + '"' + "x" * 140_000 + '",2018,221,1\n').encode()
MAKERS["line-of-a-million-quotes"] = lambda: (TEXT + '"' * 1_000_000 + "\n").encode()
MAKERS["million-delimiters"] = lambda: b"," * 1_000_000 + b"\n"
MAKERS["21-megabytes"] = lambda: (TEXT + "Peru,2018,221,1\n" * 1_320_000).encode()


# ---- packages --------------------------------------------------------------------------------------------------------

zipped = SPECIMENS.zipped
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;">]>'
MAKERS["bomb"] = lambda: zipped(("a.csv", b"0" * 40_000_000))
MAKERS["bomb-of-bombs"] = lambda: zipped(*((f"{i}.csv", b"0,0\n" * 5_000_000) for i in range(12)))
MAKERS["many-entries"] = lambda: zipped(*((f"{i}.csv", b"a,b\n1,2\n") for i in range(1001)))
MAKERS["nested"] = lambda: zipped(("a.csv", zipped(("b.csv", TEXT.encode()))))
MAKERS["nested-named-zip"] = lambda: zipped(("a.zip", zipped(("b.csv", TEXT.encode()))))
MAKERS["path-upwards"] = lambda: zipped(("../../a.csv", TEXT.encode()))
MAKERS["cut-short"] = lambda: zipped(("a.csv", TEXT.encode() * 50))[:-30]
MAKERS["workbook-cut-short"] = lambda: book()[:-200]
MAKERS["workbook-without-its-middle"] = lambda: (lambda data: data[:900] + data[1400:])(book())
MAKERS["zip-of-one-table"] = lambda: zipped(("a.csv", TEXT.encode()))
MAKERS["zip-of-a-table-and-a-program"] = lambda: zipped(("a.csv", TEXT.encode()), ("run.exe", b"MZ\x90" + bytes(90)))
MAKERS["document-type"] = lambda: SPECIMENS.changed(
    book(), "xl/worksheets/sheet1.xml", (b"<worksheet", BOMB + b"<worksheet")
)
MAKERS["document-type-in-strings"] = lambda: SPECIMENS.changed(
    shared(), "xl/sharedStrings.xml", (b"<sst", BOMB + b"<sst")
)
MAKERS["document-type-in-the-list-of-parts"] = lambda: SPECIMENS.changed(
    book(), "[Content_Types].xml", (b"<Types", BOMB + b"<Types")
)
MAKERS["entity-from-outside"] = lambda: SPECIMENS.changed(
    book(),
    "xl/worksheets/sheet1.xml",
    (b"<worksheet", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'),
)
MAKERS["broken-markup"] = lambda: SPECIMENS.changed(
    book(), "xl/worksheets/sheet1.xml", (b"</sheetData>", b"</sheetDat>")
)
MAKERS["no-list-of-parts"] = lambda: zipped(("xl/workbook.xml", b"<workbook/>"))
MAKERS["cell-of-no-string"] = lambda: SPECIMENS.changed(
    shared(), "xl/worksheets/sheet1.xml", (b't="s"><v>0</v>', b't="s"><v>99999</v>')
)
MAKERS["row-number-that-lies"] = lambda: SPECIMENS.changed(
    book(), "xl/worksheets/sheet1.xml", (b'<row r="3"', b'<row r="99999999999999999999"')
)
MAKERS["dimension-that-lies"] = lambda: SPECIMENS.changed(
    book(), "xl/worksheets/sheet1.xml", (b'<dimension ref="A1:D4"', b'<dimension ref="A1:XFD1048576"')
)


@maker
def workbook_bomb() -> bytes:
    """A small workbook whose one sheet inflates to two hundred million bytes."""
    data = book()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                body = body.replace(b"</sheetData>", b"</sheetData>" + b" " * 210_000_000)
            new.writestr(zipfile.ZipInfo(entry.filename, DAY), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@maker
def opendocument() -> bytes:
    """A good table as OpenDocument."""
    return _ods('<table:table table:name="Stock">' + "".join(map(_ods_row, (HEADER, *ROWS))) + "</table:table>")


@maker
def opendocument_with_entities() -> bytes:
    """Entities that multiply, in OpenDocument."""
    return _ods("<table:table/>", before=BOMB.decode())


@maker
def opendocument_with_repeated_rows() -> bytes:
    """One row that is said to stand there two thousand million times."""
    cell = '<table:table-cell office:value-type="string"/>'
    row = f'<table:table-row table:number-rows-repeated="2147483647">{cell}</table:table-row>'
    return _ods(f'<table:table table:name="Stock">{row}</table:table>')


def _ods_row(cells: tuple[Any, ...]) -> str:
    made = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells
    )
    return f"<table:table-row>{made}</table:table-row>"


def _ods(tables: str, *, before: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{name}="{office}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    parts = (
        ("mimetype", kind.encode()),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", manifest.encode()),
    )
    made: bytes = zipped(*parts, method=zipfile.ZIP_STORED)
    return made


# ---- kinds of file ---------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAKERS["good-table"] = lambda: TEXT.encode()
MAKERS["good-workbook"] = book
MAKERS["encrypted"] = lambda: OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
MAKERS["old-excel"] = lambda: OLE + bytes(1000) + "Workbook".encode("utf-16-le")
MAKERS["pickle"] = lambda: pickle.dumps({"rows": ROWS}, protocol=4)
MAKERS["arrow"] = lambda: b"ARROW1\x00\x00" + bytes(200)
MAKERS["parquet-broken"] = lambda: b"PAR1" + bytes(100) + b"PAR1"
MAKERS["parquet-that-lies"] = lambda: b"PAR1" + bytes(64) + struct.pack("<I", 2**31 - 1) + b"PAR1"
MAKERS["html"] = lambda: (
    b"<html><body><table><tr><td>country of training</td><td>headcount</td></tr>"
    b"<tr><td>India</td><td>40</td></tr></table></body></html>"
)
MAKERS["sylk"] = lambda: b'ID;PWXL;N;E\r\nC;Y1;X1;K"country"\r\nE\r\n'
MAKERS["rich-text"] = lambda: b"{\\rtf1\\ansi India 40}"
MAKERS["xml-spreadsheet"] = lambda: (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
MAKERS["scalable-picture"] = lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@maker
def parquet() -> bytes:
    """A good table as Parquet."""
    import polars as pl

    stream = io.BytesIO()
    pl.DataFrame(ROWS, schema=[*HEADER], orient="row").write_parquet(stream)
    return stream.getvalue()


# ---- messages --------------------------------------------------------------------------------------------------------


def json_of(value: object) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


XML = b'<?xml version="1.0" encoding="UTF-8"?>'
SDMX = b"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
MAKERS["sdmx-with-a-document-type"] = lambda: XML + BOMB + b'<m:GenericData xmlns:m="' + SDMX + b'">&d;</m:GenericData>'
MAKERS["sdmx-with-an-entity-from-outside"] = lambda: (
    XML
    + b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><m:GenericData xmlns:m="'
    + SDMX
    + b'">&x;</m:GenericData>'
)
MAKERS["sdmx-cut-short"] = lambda: XML + b'<m:GenericData xmlns:m="' + SDMX + b'"><m:Header><m:ID>a</m:ID>'
MAKERS["sdmx-empty"] = lambda: XML + b'<m:GenericData xmlns:m="' + SDMX + b'"></m:GenericData>'
MAKERS["sdmx-deep"] = lambda: XML + b'<m:GenericData xmlns:m="' + SDMX + b'">' + b"<a>" * 100_000
MAKERS["xml-of-something-else"] = lambda: XML + b"<invoice><line>1</line></invoice>"
MAKERS["json-of-something-else"] = lambda: json_of({"area": "KEN", "headcount": 5})
MAKERS["json-deep"] = lambda: b"[" * 100_000
MAKERS["json-cut-short"] = lambda: b'{"data": {"dataSets": [{"observations": {"0:0": [1'
MAKERS["json-key-twice"] = lambda: b'{"dataSets": [], "dataSets": [{"observations": {"0": [1]}}]}'
MAKERS["json-not-a-number"] = lambda: b'{"header": {}, "data": {"dataSets": [{"observations": {"0": [NaN]}}]}}'
MAKERS["fhir-empty"] = lambda: json_of({"resourceType": "Bundle", "type": "collection", "entry": []})
MAKERS["fhir-without-resources"] = lambda: json_of({"resourceType": "Bundle", "entry": [{}, {"resource": None}, 5]})
MAKERS["fhir-patient"] = lambda: json_of(
    {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "p1"}}]}
)


# ---- registers of persons --------------------------------------------------------------------------------------------


def register(kind: str = "") -> bytes:
    """A generated register of eighty persons with one error, or with none."""
    from concord.mds.generating.wish import Wish
    from concord.mds.generating.writing import write

    wish = Wish("NZL", 5, rows=80, quality="tidy", broken=(kind,) if kind else (), broken_each=1)
    with tempfile.TemporaryDirectory() as folder:
        return write(wish, Path(folder) / "register.csv").file.read_bytes()


def _registers() -> None:
    from concord.mds.generating.kinds import kinds

    MAKERS["register"] = register
    for kind in kinds().values():
        if kind.how != "jump":
            MAKERS[f"register-{kind.id}"] = partial(register, kind.id)


_registers()


def write_all(folder: Path) -> int:
    """Write every file of the corpus, in a folder for each class."""
    sys.path.insert(0, str(ROOT / "tests/concord/mds"))
    from bad_inputs import cases

    written = 0
    for case in cases():
        place = folder / case.class_ / case.id
        place.mkdir(parents=True, exist_ok=True)
        (place / case.file).write_bytes(case.data())
        written += 1
    return written


if __name__ == "__main__":
    print(write_all(Path(sys.argv[1])), "files")
