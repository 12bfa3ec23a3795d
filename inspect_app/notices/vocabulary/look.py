"""What the office sets about an official paper, and the fonts it names."""

from dataclasses import dataclass
from typing import Any, Self

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.foundation.labels import Labelled


class PaperFont(Labelled):
    """The fonts an official paper names; the label is the name a government PC knows the font by."""

    BODY = "body", "仿宋_GB2312"
    HEAD = "head", "黑体"
    KAI = "kai", "楷体_GB2312"
    TITLE = "title", "方正小标宋简体"
    DIGITS = "digits", "宋体"


@dataclass(frozen=True, slots=True)
class PaperLook:
    """What the office sets about a paper; everything has a default, so that a paper can be made of facts alone.

    `number` is the 文号 as printed (empty in a draft), `signer` only stands on papers that go up, `seal_lines` is the
    space kept for the seal in lines of text (0 = no seal), `printed_on` an ISO date (empty = the paper's own date).
    """

    kind: PaperKind = PaperKind.BULLETIN
    mark: str = ""
    number: str = ""
    signer: str = ""
    copy_no: str = ""
    secrecy: str = ""
    urgency: str = ""
    seal_lines: int = 0
    remark: str = ""
    printed_by: str = ""
    printed_on: str = ""

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        """Return the look of a frozen snapshot; one frozen before looks were kept has the default."""
        return cls(**{**body, "kind": PaperKind.find(body.get("kind")) or PaperKind.BULLETIN})
