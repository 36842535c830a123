"""The parts of a Word package that are the same for every text, or nearly so."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{_TYPE}.comments+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATION}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATION}/comments" Target="comments.xml"/></Relationships>'
)
#: What is written in the document from now on is tracked; the document is of today's Word, not of an old one.
SETTINGS = (
    f"{_HEAD}<w:settings {_W}><w:trackRevisions/><w:compat>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
#: A4 with margins of 25 mm.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" '
    'w:header="709" w:footer="709" w:gutter="0"/>'
)
_SIZES = {1: 32, 2: 28, 3: 24}


def core(title: str, language: str) -> str:
    """Title and language of the document; no author and no time, so that the file says nothing of who made it."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{escape(language)}</dc:language></cp:coreProperties>"
    )


def styles(language: str, *, rtl: bool) -> str:
    """Body text and three headings, in the fonts that every office program has."""
    side = "w:bidi" if rtl else "w:eastAsia" if language.startswith("zh") else "w:val"
    spoken = f"<w:lang {side}={quoteattr(language)}/>"
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial" w:eastAsia="SimSun"/>'
    run = f'<w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>{spoken}</w:rPr>'
    paragraph = '<w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault>{paragraph}</w:pPrDefault></w:docDefaults>"
    )
    body = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    return f"{_HEAD}<w:styles {_W}>{defaults}{body}{''.join(_heading(level) for level in _SIZES)}</w:styles>"


def _heading(level: int) -> str:
    size = _SIZES[level]
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def comments_part(comments: Sequence[tuple[str, str, str]], *, rtl: bool) -> str:
    """Comments as (text, author, moment), numbered from 0 in their order."""
    written = "".join(_comment(number, *each, rtl=rtl) for number, each in enumerate(comments))
    return f"{_HEAD}<w:comments {_W}>{written}</w:comments>"


def _comment(number: int, text: str, author: str, at: str, *, rtl: bool) -> str:
    said = f' w:date="{at}"' if at else ""
    right = "<w:pPr><w:bidi/></w:pPr>" if rtl else ""
    lines = "".join(
        f'<w:p>{right}<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.split("\n")
    )
    return f'<w:comment w:id="{number}" w:author={quoteattr(author or "–")}{said}>{lines}</w:comment>'
