"""Bars of a chart in Word: a picture of one point, stretched; no font draws them, and every program shows them."""

import io
from itertools import count
from xml.sax.saxutils import quoteattr

from docx.document import Document as DocumentType
from PIL import Image

from exports.paper import geometry as g
from inspect_app.notices.vocabulary import Bar

_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# Dark and light grey: a copier keeps them apart.
_GREYS = (0x33, 0xAA)
_HEIGHT = g.mm(3.2)
# The box of the 版记 is 1.
_FIRST_KEY = 100


class Bars:
    """The bars of one document; each picture has a number of its own."""

    def __init__(self, document: DocumentType) -> None:
        """Put the two points into the document."""
        self._points = [document.part.get_or_add_image(io.BytesIO(_point(grey)))[0] for grey in _GREYS]
        self._keys = count(_FIRST_KEY)

    def run(self, bar: Bar, width: int, told: str) -> str:
        """Return a run with the bar, at most `width` twips long; `told` is read aloud for it. None for nothing."""
        length = round(bar.share * width)
        if length <= 0:
            return ""
        key, size = next(self._keys), f'cx="{length * g.EMU_PER_TWIP}" cy="{_HEIGHT * g.EMU_PER_TWIP}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{key}" name="图{key}" descr={quoteattr(told)}/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr>'
            f'<pic:cNvPr id="{key}" name="图{key}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{self._points[bar.tone]}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _point(grey: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (1, 1), grey).save(out, "PNG")
    return out.getvalue()
