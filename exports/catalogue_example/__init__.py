"""The example workbook of units, windows and matters, written from the facts of the five source documents.

`python -m exports.catalogue_example` writes docs/examples/例_单位与事项.xlsx anew.
"""

from datetime import UTC, datetime

from exports.catalogue_example.items import ITEMS, PAPERS, PROOFS
from exports.catalogue_example.places import PLACES, UNITS
from exports.catalogue_template import build_workbook
from inspect_app.catalogue.vocabulary import SheetName

FILE_NAME = "例_单位与事项.xlsx"
_NOTES = (
    "这是一份填好的例子，单位、事项和承诺取自 2017 年 5 月至 2018 年 1 月的五份改革简报。",
    "电话（都是打不通的示例号码，110 除外）、办公时间和承诺时间，简报没有写，是示例。",
    "哪些事项仅凭身份证可办、在哪个窗口办，简报多半只给总数，这里的对应是示例。",
    "简报没有写明日期的，公布日期留空。",
)
_MADE_AT = datetime(2018, 1, 31, tzinfo=UTC).replace(tzinfo=None)


def build_example() -> bytes:
    """Return the example workbook."""
    rows = {
        SheetName.UNITS: UNITS,
        SheetName.PLACES: PLACES,
        SheetName.ITEMS: ITEMS,
        SheetName.PAPERS: PAPERS,
        SheetName.PROOFS: PROOFS,
    }
    return build_workbook(rows, _NOTES, made_at=_MADE_AT)
