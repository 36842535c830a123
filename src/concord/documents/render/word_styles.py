"""The named styles of our Word files, so that a secretariat changes a style once and the whole report follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LATIN, ARABIC, CHINESE = "Noto Sans", "Noto Sans Arabic", "Noto Sans SC"
INK, INK_2, INK_3, LAKE, LINE = "16242A", "44525A", "5A666C", "0E5A66", "DAD5CA"
#: Word's names of our languages: Latin or Cyrillic, East Asian, and right-to-left text.
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA"}
TABLE_STYLE, FIGURES_STYLE, COUNTRY_STYLE = "Concord Table", "Concord Figures", "Heading Country"


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style: sizes and spaces in points."""

    name: str
    size: float = 10
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    line: float = 1.2
    base: str = "Normal"
    next: str = ""
    keep_next: bool = False
    page_break: bool = False
    outline: int | None = None
    border: bool = False


LOOKS: tuple[Look, ...] = (
    Look("Normal", line=1.3),
    Look("Body Text", line=1.3),
    Look("Title", 30, True, "FFFFFF", 0, 10, 1.1, next="Subtitle"),
    Look("Subtitle", 14, False, "EAF4F5", 0, 6, next="Body Text"),
    Look("Cover Kicker", 13, False, "EAF4F5", 0, 12, next="Title"),
    Look("Cover Promise", 14, False, INK, 24, 6, next="Body Text"),
    Look("Heading 1", 20, True, INK, 0, 12, 1.15, next="Body Text", keep_next=True, page_break=True),
    Look("Heading 2", 15, True, INK, 20, 8, 1.15, next="Body Text", keep_next=True),
    Look("Heading 3", 12, True, INK, 14, 6, 1.15, next="Body Text", keep_next=True),
    Look(COUNTRY_STYLE, 15, True, INK, 20, 6, 1.15, next="Body Text", keep_next=True, outline=1, border=True),
    Look("TOC Heading", 20, True, INK, 0, 12, next="Body Text", keep_next=True),
    Look("toc 1", 11, True, INK, 8, 2), Look("toc 2", 10, False, INK, 0, 2), Look("toc 3", 9, False, INK, 0, 1),
    Look("Lead", 13, False, INK, 4, 8), Look("Note", 8.5, False, INK_2, 0, 4),
    Look("Caption", 10, True, INK, 12, 4, next="Body Text", keep_next=True),
    Look("Source", 8, False, INK_3, 2, 2, 1.1),
    Look("Table Head", 8.5, True, INK, 2, 2, 1.05, keep_next=True),
    Look("Table Text", 8.5, False, INK, 2, 2, 1.05),
    Look("Key Figure", 20, True, LAKE, 4, 2, 1.0, next="Key Label", keep_next=True),
    Look("Key Label", 9.5, False, INK, 0, 2, 1.1),
    Look("Particulars", 9, False, INK_2, 0, 6),
    Look("Empty State", 9.5, False, INK_2, 6, 8),
    Look("List Bullet", 10, line=1.3, after=3), Look("List Number", 10, line=1.3, after=3),
    Look("Header", 8.5, False, INK_3, 0, 0, 1.0), Look("Footer", 8.5, False, INK_3, 0, 0, 1.0),
)  # fmt: skip


def apply(word: WordDocument, *, language: str, rtl: bool) -> None:
    """Give the file our styles; in a right-to-left language every paragraph reads from the right."""
    from docx.enum.style import WD_STYLE_TYPE

    _defaults(word, language)
    styles = {style.name: style for style in word.styles}
    for look in LOOKS:
        if look.name not in styles:
            styles[look.name] = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    for look in LOOKS:
        _paragraph_style(styles, look, rtl=rtl)
    _table_style(word, TABLE_STYLE, lines=True)
    _table_style(word, FIGURES_STYLE, lines=False)


def _defaults(word: WordDocument, language: str) -> None:
    from docx.oxml.ns import qn

    for fonts in word.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        _set_fonts(fonts)
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), LOCALES["en" if language in ("ar", "zh") else language])
        spoken.set(qn("w:eastAsia"), LOCALES["zh"])
        spoken.set(qn("w:bidi"), LOCALES["ar"])


def _set_fonts(fonts: Any) -> None:
    from docx.oxml.ns import qn

    for attribute, family in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", CHINESE), ("cs", ARABIC)):
        fonts.set(qn(f"w:{attribute}"), family)


def _paragraph_style(styles: dict[str, Any], look: Look, *, rtl: bool) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    style = styles[look.name]
    element = style.element
    for old in (*element.findall(qn("w:pPr")), *element.findall(qn("w:rPr"))):
        element.remove(old)
    if look.name != "Normal":
        style.base_style = styles["Normal"]
    style.quick_style = True
    style.hidden = False
    if look.next:
        style.next_paragraph_style = styles[look.next]
    element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{_paragraph(look, rtl=rtl)}</w:pPr>"))
    element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_characters(look)}</w:rPr>"))


def _paragraph(look: Look, *, rtl: bool) -> str:
    level = look.outline if look.outline is not None else _heading_level(look.name)
    parts = [
        "<w:keepNext/><w:keepLines/>" if look.keep_next else "",
        "<w:pageBreakBefore/>" if look.page_break else "",
        _numbered(look.name),
        _border() if look.border else "",
        "<w:tabs><w:tab w:val='right' w:pos='9980'/></w:tabs>"
        if look.name in ("Header", "Footer", "toc 1", "toc 2")
        else "",
        "<w:bidi/>" if rtl else "",
        f"<w:spacing w:before='{round(look.before * 20)}' w:after='{round(look.after * 20)}' "
        f"w:line='{round(look.line * 240)}' w:lineRule='auto'/>",
        f"<w:ind w:left='{_indent(look.name)}'{_hanging(look.name)}/>" if _indent(look.name) else "",
        f"<w:outlineLvl w:val='{level}'/>" if level is not None else "",
    ]
    return "".join(parts)


def _heading_level(name: str) -> int | None:
    return int(name[-1]) - 1 if name.startswith("Heading ") and name[-1].isdigit() else None


def _numbered(name: str) -> str:
    level = _heading_level(name)
    if level is not None:
        return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{HEADINGS}'/></w:numPr>"
    lists = {"List Bullet": BULLETS, "List Number": NUMBERS}
    return f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{lists[name]}'/></w:numPr>" if name in lists else ""


def _border() -> str:
    return f"<w:pBdr><w:top w:val='single' w:sz='8' w:space='6' w:color='{LAKE}'/></w:pBdr>"


def _indent(name: str) -> int:
    return {"toc 2": 340, "toc 3": 680, "List Bullet": 340, "List Number": 340}.get(name, 0)


def _hanging(name: str) -> str:
    return " w:hanging='340'" if name.startswith("List") else ""


def _characters(look: Look) -> str:
    half = round(look.size * 2)
    fonts = f"<w:rFonts w:ascii='{LATIN}' w:hAnsi='{LATIN}' w:eastAsia='{CHINESE}' w:cs='{ARABIC}'/>"
    bold = "<w:b/><w:bCs/>" if look.bold else "<w:b w:val='0'/><w:bCs w:val='0'/>"
    return (
        f"{fonts}{bold}<w:i w:val='0'/><w:color w:val='{look.colour}'/><w:sz w:val='{half}'/><w:szCs w:val='{half}'/>"
    )


def _table_style(word: WordDocument, name: str, *, lines: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    style = word.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    hair = "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='{LINE}'/>" for side in ("bottom", "insideH")
    )
    borders = f"<w:tblBorders>{hair}</w:tblBorders>" if lines else ""
    head = (
        f"<w:tblStylePr w:type='firstRow'><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>"
        f"<w:bottom w:val='single' w:sz='12' w:space='0' w:color='{INK}'/></w:tcBorders></w:tcPr></w:tblStylePr>"
        "<w:tblStylePr w:type='lastRow'><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>"
        if lines
        else ""
    )
    margins = "<w:tblCellMar><w:left w:w='0' w:type='dxa'/><w:right w:w='110' w:type='dxa'/></w:tblCellMar>"
    whole = f"<w:style {nsdecls('w')}><w:tblPr>{borders}{margins}</w:tblPr>{head}</w:style>"
    for part in parse_xml(whole):
        style.element.append(part)


HEADINGS, BULLETS, NUMBERS = 91, 92, 93
_LEVELS = ("%1\u2002", "%1.%2\u2002", "%1.%2.%3\u2002")


def numbering(word: WordDocument) -> None:
    """Numbering of headings ("3.2"), bullets and lists, tied to their styles."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    element = word.part.numbering_part.element
    for old in list(element):
        element.remove(old)
    levels = "".join(
        f"<w:lvl w:ilvl='{i}'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:pStyle w:val='Heading{i + 1}'/>"
        f"<w:suff w:val='space'/><w:lvlText w:val='{_LEVELS[i]}'/><w:lvlJc w:val='left'/>"
        f"<w:pPr><w:ind w:left='0' w:firstLine='0'/></w:pPr><w:rPr><w:color w:val='{LAKE}'/></w:rPr></w:lvl>"
        for i in range(3)
    )
    single = {BULLETS: ("bullet", "–", "ListBullet"), NUMBERS: ("decimal", "%1.", "ListNumber")}
    kinds = {HEADINGS: f"<w:multiLevelType w:val='multilevel'/>{levels}"} | {
        id: f"<w:multiLevelType w:val='singleLevel'/><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{kind}'/>"
        f"<w:pStyle w:val='{style}'/><w:lvlText w:val='{text}'/><w:lvlJc w:val='left'/>"
        f"<w:pPr><w:ind w:left='340' w:hanging='340'/></w:pPr><w:rPr><w:color w:val='{LAKE}'/></w:rPr></w:lvl>"
        for id, (kind, text, style) in single.items()
    }
    for id, inner in kinds.items():
        element.append(parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='{id}'>{inner}</w:abstractNum>"))
    for id in kinds:
        element.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>"))
    assert element.findall(qn("w:num"))
