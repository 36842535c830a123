"""Broken, hostile and merely awkward files, made by functions: name → (file name, bytes).

None of them is a publisher's file. Each is the smallest that shows one thing; ``tests/cases/intake/broken_files.yaml``
says what must be found in it, and where.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

File = tuple[str, bytes]
FILES: dict[str, Callable[[], File]] = {}
DAY = (2024, 1, 1, 0, 0, 0)
PLAIN = "area,year,headcount\nKEN,2020,1200\nNAM,2020,80\nNOR,2021,95\n"


def specimen(function: Callable[[], File]) -> Callable[[], File]:
    FILES[function.__name__.replace("_", "-")] = function
    return function


def text(name: str, body: str, encoding: str = "utf-8") -> None:
    FILES[name] = lambda: (f"{name}.csv", body.encode(encoding))


def raw(name: str, body: bytes, suffix: str = "csv") -> None:
    FILES[name] = lambda: (f"{name}.{suffix}", body)


# ---- text: kinds and encodings ---------------------------------------------------------------------------------------

raw("empty-file", b"")
raw("only-blank-lines", b"\n\n   \n\n")
raw("header-alone", b"area,year,headcount\n")
text("plain", PLAIN)
raw("utf8-with-mark", b"\xef\xbb\xbf" + PLAIN.encode())
text("utf16-with-mark", PLAIN, "utf-16")
text("utf16-big-endian-without-mark", PLAIN, "utf-16-be")
text(
    "utf16-little-endian-without-mark-arabic", "الدولة,السنة,العدد\nكينيا,2020,1200\nناميبيا,2020,80\n" * 2, "utf-16-le"
)
raw("bad-byte-in-utf8", "area,name,headcount\nCIV,Côte d’Ivoire,5\nSTP,São Tomé,7\n".encode() + b"XXX,Cura\xe7ao,1\n")
raw("cut-in-the-middle-of-a-letter", "area,name\nCIV,Côte\nSTP,São Tomé\nCUW,Cura".encode() + b"\xc3")
raw("zero-byte", b"area,headcount\nKEN,12\x0000\nNAM,80\n" + b"NOR,1\n" * 400)
text("russian-1251", "страна,год,численность\nКения,2020,1200\nНамибия,2020,80\nНорвегия,2021,95\n", "cp1251")
text("russian-iso", "страна,год,численность\nКения,2020,1200\nНамибия,2020,80\nНорвегия,2021,95\n", "iso8859_5")
text("arabic-1256", "الدولة,السنة,العدد\nكينيا,2020,1200\nالمملكة العربية السعودية,2020,80\nمصر,2021,95\n", "cp1256")
text("chinese-gb18030", "国家,年份,人数\n肯尼亚,2020,1200\n纳米比亚共和国,2020,80\n中华人民共和国,2021,95\n", "gb18030")
text("chinese-big5", "國家,年份,人數\n肯亞,2020,1200\n中華民國衛生人員總數,2020,80\n美國醫師,2021,95\n", "big5")
text("japanese-shift-jis", "くに,ねん,にんずう\nケニア,2020,1200\nナミビア,2020,80\nノルウェー,2021,95\n", "shift_jis")
text("korean-euc", "국가,연도,인원\n대한민국,2020,1200\n나미비아,2020,80\n노르웨이,2021,95\n", "euc_kr")
text(
    "polish-1250",
    "kraj,rok,liczba\nWęgry,2020,1\nWłochy,2020,2\nŁotwa,2020,3\nSłowacja,2020,4\nżołnierze śląscy,2020,5\n",
    "cp1250",
)
text(
    "turkish-1254",
    "ülke,yıl,sayı\nTürkiye,2020,1\nİsviçre,2020,2\nİngiltere,2020,3\nÇin Halk Cumhuriyeti kişi başına,2020,4\n",
    "cp1254",
)
text("western-but-one-letter", "area,name,headcount\nSTP,S\xe3o Tome,7\nKEN,Kenya,8\n", "cp1252")
raw("converted-twice", "area,name,headcount\nCIV,CÃ´te d’Ivoire,5\nSTP,SÃ£o TomÃ©,7\n".encode())
raw("letters-lost", "area,name,headcount\nCIV,C�te d’Ivoire,5\nKEN,Kenya,7\n".encode())
raw("random-bytes", bytes((i * 7919 + 13) % 256 for i in range(4000)))

# ---- text: delimiters, quotes, rows ----------------------------------------------------------------------------------

text("semicolons-and-decimal-commas", "area;year;share\nKEN;2020;12,5\nNAM;2020;0,75\nNOR;2021;3,25\n")
text("tabs-named-csv", PLAIN.replace(",", "\t"))
text("vertical-bars", PLAIN.replace(",", "|"))
text("delimiter-stated", "sep=;\n" + PLAIN.replace(",", ";"))
text("single-quotes", "'area','year','headcount'\n'KEN','2020','1200'\n'NAM, the','2020','80'\n")
text("line-ends-in-quotes", 'area,note,headcount\nKEN,"two\nlines",1\nNAM,"three\nmore\nlines",2\nNOR,x,-\n')
text("quote-never-closed", 'area,note,headcount\nKEN,ok,1\nNAM,"open\nNOR,x,3\n')
text("stray-quote", 'area,note,headcount\nKEN,"Dr" Smith, retired,1\nNAM,x,2\n')
text("quote-opens-nothing", 'area,note,headcount\nKEN,"Dr" Smith,1\nNAM,5" tube,2\nNOR,"open,3\nGHA,x,4\n')
text("row-too-long", PLAIN + "CIV,2021,5,stray\n")
text("row-too-short", PLAIN + "CIV,2021\nGHA,2020,7\n")
text("blank-rows", PLAIN.replace("NAM", "\n,,\nNAM"))
text("one-column", "area\nKEN\nNAM\n")
text("old-macintosh-line-ends", PLAIN.replace("\n", "\r"))
raw("cell-too-long", b'area,note\nKEN,"' + b"x" * 140_000 + b'"\n')
raw("ends-at-65536", b"area,headcount\n" + b"KEN,1\n" * 65_535)
FILES["too-many-columns"] = lambda: (
    "too-many-columns.csv",
    (",".join(f"c{i}" for i in range(501)) + "\n" + ",".join("1" * 501) + "\n").encode(),
)

# ---- text: header and notes ------------------------------------------------------------------------------------------

text("title-and-notes", "Health workers by year\n\n" + PLAIN + "\nSource: Ministry of Health\n* provisional\n")
text("two-header-rows", "area,doctors,,nurses,\n,2019,2020,2019,2020\nKEN,1,2,3,4\nNAM,5,6,7,8\nNOR,9,1,2,3\n")
text("group-row-above-repeated-names", ",EU,,UK,\narea,all,doctors,all,doctors\nKEN,1,2,3,4\nNAM,5,6,7,8\n")
text("header-again", PLAIN + PLAIN)
text("no-header", "KEN,2020,1200\nNAM,2020,80\nNOR,2021,95\n")
text("repeated-name", "area,year,year\nKEN,2020,1200\nNAM,2020,80\n")
text("column-without-name", "area,,headcount\nKEN,2020,1200\nNAM,2021,80\n")
text("cyrillic-letter-in-header", "areа,year,headcount\nKEN,2020,1200\nNAM,2020,80\n")

# ---- text: numbers ---------------------------------------------------------------------------------------------------

text("ambiguous-point", "area,headcount\nKEN,1.234\nNAM,2.500\nNOR,12\n")
text("ambiguous-comma", "area;headcount\nKEN;1,234\nNAM;2,500\nNOR;12\n")
text("mixed-decimal-signs", "area;share;other\nKEN;12,5;1\nNAM;2,25;2\nNOR;3,1;10.5\n")
text("arabic-digits", "الدولة;العدد\nكينيا;١٢٠٠\nناميبيا;٨٠\nمصر;٩٥\n")
text("formula-characters", "area,note,headcount\nKEN,'=HYPERLINK(\"x\"),1\nNAM,'@cmd,2\n")
text("invisible-in-code", "area,headcount\nKEN\u200b,1\nNAM,2\n")

# ---- other kinds of file ---------------------------------------------------------------------------------------------

raw("pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "pdf")
raw("pdf-named-csv", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
raw("web-page-named-xls", b"<html><table><tr><td>area</td></tr></table></html>", "xls")
raw("old-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Workbook".encode("utf-16-le"), "xls")
raw("password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le"), "xlsx")
raw("parquet", b"PAR1" + bytes(100) + b"PAR1", "parquet")
raw("picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "png")
raw("json", b'{"area": "KEN"}', "json")
raw("xml", b'<?xml version="1.0"?><a/>', "xml")
raw("database", b"SQLite format 3\x00" + bytes(100), "db")
raw("program", b"\x7fELF" + bytes(100), "csv")
FILES["gzip-named-csv"] = lambda: ("gzip.csv", gzip.compress(PLAIN.encode(), mtime=0))
raw("csv-named-xlsx", PLAIN.encode(), "xlsx")
raw("path-in-name", PLAIN.encode())


@specimen
def workbook_named_csv() -> File:
    return "workbook.csv", book(lambda sheet: rows(sheet))[1]


# ---- workbooks -------------------------------------------------------------------------------------------------------


def rows(sheet: Any) -> None:
    for row in (["area", "year", "headcount"], ["KEN", 2020, 1200], ["NAM", 2020, 80], ["NOR", 2021, 95]):
        sheet.append(row)


def book(fill: Callable[[Any], None], *, prepare: Callable[[Workbook], None] | None = None) -> File:
    made = Workbook()
    made.active.title = "Stock"
    fill(made.active)
    if prepare:
        prepare(made)
    stream = io.BytesIO()
    made.save(stream)
    return "book.xlsx", changed(stream.getvalue(), "")


def changed(data: bytes, part: str, *changes: tuple[bytes, bytes], add: dict[str, bytes] | None = None) -> bytes:
    """The archive with bytes of one part replaced, and parts added; the same on every day it is made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == part:
                for before, after in changes:
                    assert before in body, (part, before)
                    body = body.replace(before, after, 1)
            if entry.filename == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", body)
            new.writestr(zipfile.ZipInfo(entry.filename, DAY), body, zipfile.ZIP_DEFLATED)
        for name, body in (add or {}).items():
            new.writestr(zipfile.ZipInfo(name, DAY), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@specimen
def plain_workbook() -> File:
    return book(rows)


@specimen
def empty_workbook() -> File:
    return book(lambda sheet: None)


@specimen
def title_rows_and_notes_in_workbook() -> File:
    def fill(sheet: Any) -> None:
        sheet.append(["Stock of health workers"])
        sheet.append([])
        rows(sheet)
        sheet.append([])
        sheet.append(["Source: Ministry of Health"])

    return book(fill)


@specimen
def dates_from_1904() -> File:
    def fill(sheet: Any) -> None:
        sheet.append(["area", "since"])
        sheet.append(["KEN", dt.date(2010, 5, 21)])
        sheet.append(["NAM", dt.date(2016, 2, 29)])

    def prepare(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    return book(fill, prepare=prepare)


@specimen
def formula_without_value() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["C3"] = "=1+1"

    return book(fill)


@specimen
def formula_with_value() -> File:
    name, data = formula_without_value()
    return name, changed(data, "xl/worksheets/sheet1.xml", (b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"))


@specimen
def error_cells() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["C2"] = "#REF!"
        sheet["C4"] = "#N/A"

    return book(fill)


@specimen
def hidden_sheet() -> File:
    def prepare(made: Workbook) -> None:
        hidden = made.create_sheet("Staff names")
        hidden.append(["name", "born"])
        hidden.append(["A person", 1970])
        hidden.sheet_state = "hidden"

    return book(rows, prepare=prepare)


@specimen
def very_hidden_sheet() -> File:
    def prepare(made: Workbook) -> None:
        hidden = made.create_sheet("Staff names")
        hidden.append(["name", "born"])
        hidden.append(["A person", 1970])
        hidden.sheet_state = "veryHidden"

    return book(rows, prepare=prepare)


@specimen
def hidden_rows_and_columns() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    return book(fill)


@specimen
def active_filter() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet.auto_filter.ref = "A1:C4"
        sheet.auto_filter.add_filter_column(0, ["KEN"])
        sheet.row_dimensions[3].hidden = True

    return book(fill)


@specimen
def comments() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["C2"].comment = Comment("checked by A. Person", "A. Person")

    return book(fill)


@specimen
def merged_cells_in_data() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet.merge_cells("A2:A3")

    return book(fill)


@specimen
def percent_format() -> File:
    def fill(sheet: Any) -> None:
        sheet.append(["area", "share"])
        sheet.append(["KEN", 0.25])
        sheet.append(["NAM", 0.5])
        sheet["B2"].number_format = sheet["B3"].number_format = "0.0%"

    return book(fill)


@specimen
def numbers_stored_as_text() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["C3"] = "80"

    return book(fill)


@specimen
def codes_stored_as_text() -> File:
    def fill(sheet: Any) -> None:
        sheet.append(["occupation", "headcount"])
        sheet.append(["2211", 5])
        sheet.append(["011", 6])

    return book(fill)


@specimen
def dates_typed_as_text() -> File:
    def fill(sheet: Any) -> None:
        sheet.append(["area", "since"])
        sheet.append(["KEN", dt.date(2010, 5, 21)])
        sheet.append(["NAM", "21/05/2010"])

    return book(fill)


@specimen
def format_that_shows_nothing() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["C3"].number_format = ";;;"

    return book(fill)


@specimen
def authors_named() -> File:
    def prepare(made: Workbook) -> None:
        made.properties.creator = "A. Person"
        made.properties.lastModifiedBy = "B. Person"

    return book(rows, prepare=prepare)


@specimen
def external_link() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


@specimen
def pivot_cache() -> File:
    part = "xl/pivotCache/pivotCacheDefinition1.xml"
    return "book.xlsx", changed(book(rows)[1], "", add={part: b"<pivotCacheDefinition/>"})


@specimen
def tracked_changes() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/revisions/revisionLog1.xml": b"<revisions/>"})


@specimen
def connection() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/connections.xml": b"<connections/>"})


@specimen
def custom_data() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"customXml/item1.xml": b"<a/>"})


@specimen
def picture_in_workbook() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/media/image1.png": b"\x89PNG\r\n\x1a\n"})


@specimen
def embedded_object() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})


@specimen
def workbook_in_workbook() -> File:
    inner = book(rows)[1]
    return "book.xlsx", changed(inner, "", add={"xl/embeddings/Sheet1.xlsx": inner})


@specimen
def macros() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


@specimen
def macro_sheet() -> File:
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/macrosheets/sheet1.xml": b"<a/>"})


@specimen
def opendocument() -> File:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", DAY), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(zipfile.ZipInfo("content.xml", DAY), "<a/>")
    return "book.ods", stream.getvalue()


@specimen
def word_document() -> File:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        types = "<Types>application/vnd.openxmlformats.wordprocessingml</Types>"
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml", DAY), types)
    return "text.docx", stream.getvalue()


@specimen
def document_type_in_sheet() -> File:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    return "book.xlsx", changed(book(rows)[1], "xl/worksheets/sheet1.xml", (b"<worksheet", bomb + b"<worksheet"))


@specimen
def document_type_in_sheet_utf16() -> File:
    part = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16")
    return "book.xlsx", changed(book(rows)[1], "", add={"xl/worksheets/sheet9.xml": part})


@specimen
def broken_markup() -> File:
    return "book.xlsx", changed(book(rows)[1], "xl/worksheets/sheet1.xml", (b"</sheetData>", b"</sheetDat>"))


@specimen
def cell_far_away() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet.cell(1_048_000, 400).value = "x"

    return book(fill)


@specimen
def cell_in_the_last_column() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["XFD1"] = "x"

    return book(fill)


@specimen
def formatted_to_the_last_row() -> File:
    def fill(sheet: Any) -> None:
        rows(sheet)
        sheet["A1048576"].fill = PatternFill("solid", fgColor="FFFF00")

    return book(fill)


@specimen
def two_sheets_one_hidden_in_error() -> File:
    def prepare(made: Workbook) -> None:
        hidden = made.create_sheet("Workings")
        hidden.append(["name", "value"])
        hidden.append(["a", "#REF!"])
        hidden.sheet_state = "hidden"

    return book(rows, prepare=prepare)


# ---- archives --------------------------------------------------------------------------------------------------------


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, body in entries:
            archive.writestr(zipfile.ZipInfo(name, DAY), body, method)
    return stream.getvalue()


FILES["archive-of-two-tables"] = lambda: ("two.zip", zipped(("a.csv", PLAIN.encode()), ("b.csv", PLAIN.encode())))
FILES["archive-with-a-program"] = lambda: ("two.zip", zipped(("a.csv", PLAIN.encode()), ("b.exe", b"MZ\x90")))
FILES["archive-with-a-program-named-csv"] = lambda: ("one.zip", zipped(("a.csv", b"MZ\x90" + bytes(50))))
FILES["archive-in-archive"] = lambda: ("one.zip", zipped(("a.csv", zipped(("b.csv", b"x")))))
FILES["path-upwards"] = lambda: ("one.zip", zipped(("../../etc/cron.d/a.csv", PLAIN.encode())))
FILES["path-from-the-root"] = lambda: ("one.zip", zipped(("/etc/a.csv", PLAIN.encode())))
FILES["path-with-drive"] = lambda: ("one.zip", zipped(("C:\\a.csv", PLAIN.encode())))
FILES["packed-with-bzip2"] = lambda: ("one.zip", zipped(("a.csv", PLAIN.encode()), method=zipfile.ZIP_BZIP2))
FILES["inflation-bomb"] = lambda: ("one.zip", zipped(("a.csv", b"0" * 40_000_000)))
FILES["many-entries"] = lambda: ("many.zip", zipped(*((f"{i}.csv", b"a,b\n1,2\n") for i in range(1001))))
FILES["archive-cut-short"] = lambda: ("one.zip", zipped(("a.csv", PLAIN.encode() * 50))[:-30])
FILES["empty-archive"] = lambda: ("one.zip", zipped())


@specimen
def symbolic_link() -> File:
    link = zipfile.ZipInfo("a.csv", DAY)
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return "one.zip", stream.getvalue()


@specimen
def same_name_twice() -> File:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.csv", DAY), PLAIN)
        archive.writestr(zipfile.ZipInfo("A.csv", DAY), PLAIN.replace("1200", "9999"))
    return "one.zip", stream.getvalue()


@specimen
def archive_with_password() -> File:
    data = bytearray(zipped(("a.csv", PLAIN.encode()), method=zipfile.ZIP_STORED))
    for at, magic in ((6, b"PK\x03\x04"), (8, b"PK\x01\x02")):
        start = data.find(magic)
        struct.pack_into("<H", data, start + at, 1)
    return "one.zip", bytes(data)


@specimen
def wrong_checksum() -> File:
    data = bytearray(zipped(("a.csv", PLAIN.encode()), method=zipfile.ZIP_STORED))
    at = data.find(b"KEN")
    data[at : at + 3] = b"XXX"
    assert zlib.crc32(PLAIN.encode()) != zlib.crc32(PLAIN.replace("KEN", "XXX").encode())
    return "one.zip", bytes(data)


@specimen
def size_that_lies() -> File:
    """The directory says a few bytes; the entry inflates to thirty million."""
    data = bytearray(zipped(("a.csv", b"area,n\n" + b"KEN,1\n" * 5_000_000)))
    start = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, start + 24, 24)
    return "one.zip", bytes(data)
