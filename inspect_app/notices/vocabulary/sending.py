"""What is set about papers and lists of recipients."""

from dataclasses import dataclass
from datetime import date

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.notices.vocabulary.words import ListKind


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """What is set about a paper."""

    kind: PaperKind
    doc_code: str = ""
    from_oa: bool = False
    oa_number: str = ""
    seal_lines: int = 0
    secrecy: str = ""
    urgency: str = ""
    remark: str = ""
    printed_by: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list as its form hands it out; a member that is a unit's short or full name becomes that unit."""

    name: str
    kind: ListKind
    starts_on: date
    ends_on: date | None
    campaign_id: int | None
    members: tuple[str, ...]
