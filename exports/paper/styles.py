"""The styles of an official paper: few, each naming its fonts; the template's theme and its 160 styles go."""

from docx.document import Document as DocumentType

from exports.paper.geometry import LINE, SIZE_2, SIZE_3, SIZE_4, SIZE_TABLE, SQUEEZE
from exports.paper.markup import FLOW, element, fonts
from inspect_app.notices.vocabulary import PaperFont

BODY, TITLE, MARK, HEAD_1, HEAD_2, HEAD_3, HEAD_4 = "Normal", "GwTitle", "GwMark", "Gw1", "Gw2", "Gw3", "Gw4"
CELL, COLOPHON, FOOTER = "GwCell", "GwColophon", "Footer"
# The level of a paragraph → its style and font (一、黑体, （一）楷体, 1. and （1） 仿宋).
LEVELS = {
    0: (BODY, PaperFont.BODY),
    1: (HEAD_1, PaperFont.HEAD),
    2: (HEAD_2, PaperFont.KAI),
    3: (HEAD_3, PaperFont.BODY),
    4: (HEAD_4, PaperFont.BODY),
}

_F = PaperFont
# (id, name, font, half-points, outline level)
_PARAGRAPHS = (
    (MARK, "公文版头", _F.TITLE, SIZE_2, None),
    (TITLE, "公文标题", _F.TITLE, SIZE_2, None),
    (HEAD_1, "公文一级标题", _F.HEAD, SIZE_3, 0),
    (HEAD_2, "公文二级标题", _F.KAI, SIZE_3, 1),
    (HEAD_3, "公文三级标题", _F.BODY, SIZE_3, 2),
    (HEAD_4, "公文四级标题", _F.BODY, SIZE_3, 3),
    (CELL, "公文表格", _F.BODY, SIZE_TABLE, None),
    (COLOPHON, "公文版记", _F.BODY, SIZE_4, None),
    ("Header", "header", _F.DIGITS, SIZE_4, None),
    (FOOTER, "footer", _F.DIGITS, SIZE_4, None),
)
# No lone-line control: a full page has 22 lines.
_FLOW = f'<w:widowControl w:val="0"/>{FLOW}'
# Digits are no Chinese: a number is not torn at the end of a line.
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'


def dress(document: DocumentType) -> None:
    """Give a new document the styles and settings of official paper, and nothing of the template."""
    part = document.part
    part._styles_part._element = element(_styles())
    part._settings_part._element = element(_SETTINGS)
    keep = {"styles", "settings"}
    for key in [key for key, rel in part.rels.items() if rel.reltype.rsplit("/", 1)[1] not in keep]:
        del part.rels[key]
    package = part.package
    assert package is not None  # noqa: S101 - a document that was just opened stands in a package
    for key in [
        key for key, rel in package.rels.items() if rel.reltype.endswith(("/thumbnail", "/extended-properties"))
    ]:
        del package.rels[key]


def _styles() -> str:
    return (
        f"<w:styles><w:docDefaults><w:rPrDefault>{_look(_F.BODY, SIZE_3, SQUEEZE, _LANGUAGE)}</w:rPrDefault>"
        f'<w:pPrDefault><w:pPr>{_FLOW}<w:spacing w:after="0" w:line="{LINE}" w:lineRule="exact"/></w:pPr>'
        "</w:pPrDefault>"
        f'</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="{BODY}"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr>{_FLOW}<w:jc w:val="both"/></w:pPr>{_look(_F.BODY, SIZE_3, SQUEEZE)}</w:style>'
        f'<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        + f"{_look(_F.BODY, SIZE_3, 0)}</w:style>"
        + _TABLE_STYLE
        + "".join(_paragraph_style(*row) for row in _PARAGRAPHS)
        + "</w:styles>"
    )


def _paragraph_style(key: str, name: str, font: PaperFont, size: int, outline: int | None) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    squeeze = SQUEEZE if size == SIZE_3 else 0
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="{BODY}"/><w:qFormat/>'
        f"<w:pPr>{_FLOW}{level}</w:pPr>{_look(font, size, squeeze)}</w:style>"
    )


def _look(font: PaperFont, size: int, squeeze: int, language: str = "") -> str:
    sizes = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return f'<w:rPr>{fonts(font)}<w:spacing w:val="{squeeze}"/>{sizes}{language}</w:rPr>'


_TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    + f"{_look(_F.BODY, SIZE_TABLE, 0)}"
    + '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_SETTINGS = (
    '<w:settings><w:zoom w:percent="100"/><w:defaultTabStop w:val="630"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:spaceForUL/><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
    '<w:listSeparator w:val=","/></w:settings>'
)
