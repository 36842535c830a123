"""Drawings in a Word file: each as SVG and as PNG, for programs that cannot draw SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concord.documents.model import Document, Picture, walk
from concord.documents.render import marks, pdf
from concord.documents.render.drawings import checked, size
from concord.documents.render.word_text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

EMU_PER_MM = 36_000
#: Width of the text and of the page.
TEXT_MM, PAGE_MM = 176.0, 210.0
_SVG_BLIP = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{vector}"/></a:ext></a:extLst>'
)
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_GRAPHIC = (
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="figure{id}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{png}">{blip}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
)
_INLINE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{x}" cy="{y}"/>'
    "{words}<wp:cNvGraphicFramePr/>{graphic}</wp:inline></w:drawing></w:r>"
)
_BEHIND = (
    '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="0" '
    'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{x}" cy="{y}"/><wp:wrapNone/>{words}<wp:cNvGraphicFramePr/>{graphic}</wp:anchor></w:drawing></w:r>'
)


class Pictures:
    """Lets each drawing of a document into its file; all are turned into PNG in one go."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word = word
        self.count = 0
        blocks = [block for block in walk(document.blocks) if isinstance(block, Picture)]
        wanted = [(checked(block.svg), TEXT_MM * block.width) for block in blocks]
        if document.cover and document.cover.is_page:
            wanted.append((marks.cover_field(), PAGE_MM))
        self.rasters = dict(zip([svg for svg, _ in wanted], pdf.rasters(wanted), strict=True))

    def inline(self, block: Picture) -> str:
        """A figure in the text, with its description for those who cannot see it."""
        words = f'descr="{clean(block.description or str(block.title))}"/>'
        return self._drawn(_INLINE, block.svg, TEXT_MM * block.width, words)

    def cover(self) -> str:
        """The field of the cover, behind the text and marked as decoration."""
        return self._drawn(_BEHIND, marks.cover_field(), PAGE_MM, f'descr="">{_DECORATIVE}</wp:docPr>')

    def _drawn(self, frame: str, svg: str, width: float, words: str) -> str:
        self.count += 1
        across, down = size(svg)
        x, y = round(width * EMU_PER_MM), round(width * down / across * EMU_PER_MM)
        png = self._part(self.rasters[svg], "png", "image/png")
        blip = _SVG_BLIP.format(vector=self._part(svg.encode(), "svg", "image/svg+xml"))
        graphic = _GRAPHIC.format(id=self.count, png=png, blip=blip, x=x, y=y)
        named = f'<wp:docPr id="{self.count}" name="Figure {self.count}" {words}'
        return frame.format(x=x, y=y, words=named, graphic=graphic)

    def _part(self, blob: bytes, ending: str, kind: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        name = PackURI(f"/word/media/figure{self.count}.{ending}")
        part = Part(name, kind, blob, self.word.part.package)
        id = f"rId{ending}{self.count}"
        self.word.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, part, id)
        return id
