"""What a problem needs before it is handed in, and the words in it that must not reach a department."""

from inspect_app.findings.vocabulary import SourceKind

# A trial, an interview and a phone test are records by themselves.
_SPEAKS_FOR_ITSELF = frozenset(SourceKind) - {SourceKind.ANSWER}


def evidence_gap(title: str, source_kind: SourceKind, files: int, reason: str) -> str | None:
    """Return what to ask for when a problem has neither a photo nor a reason why there is none."""
    if files or reason.strip() or source_kind in _SPEAKS_FOR_ITSELF:
        return None
    return f"“{title}”还没有照片。请添一张，或写明为什么没有。"


def uuid_of_finding(finding_id: int) -> str:
    """Return the name a tablet knows a problem by that was listed on the pages."""
    return f"00000000-0000-4000-9000-{finding_id:012x}"
