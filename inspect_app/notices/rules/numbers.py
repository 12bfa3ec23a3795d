"""The number of a paper: which series it is taken from, and what a number typed in from the office's OA has to be."""

import re
from dataclasses import dataclass

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import tidy
from inspect_app.notices.rules.titles import hexagonal

_NUMBER = re.compile(r"([^〔〕\s\d]{2,20})〔(20\d\d)〕([1-9]\d{0,4})号")
_CODE = re.compile(r"[\u4e00-\u9fff]{2,12}")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 文号: 机关代字, year, number."""

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.number}号"


def read_number(text: str) -> DocumentNumber:
    """Read a 文号 typed in from the OA; raise Invalid with an example when it is none."""
    found = _NUMBER.fullmatch(hexagonal(tidy(text)))
    if found is None:
        raise Invalid("文号要写全，如“明跑改办〔2026〕43号”。", "oa_number")
    return DocumentNumber(found[1], int(found[2]), int(found[3]))


def check_code(text: str) -> str:
    """Return 机关代字, or raise Invalid."""
    code = tidy(text)
    if not _CODE.fullmatch(code):
        raise Invalid("请填机关代字，2 至 12 个汉字，如“明跑改办”。", "doc_code")
    return code


def series_of(kind: PaperKind, own: str, code: str) -> str:
    """Return the name a series is counted by: a paper with issues never meets one with 文号."""
    return f"{code}〔〕号" if kind is PaperKind.RED_HEAD else own
