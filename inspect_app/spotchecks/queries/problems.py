"""What became of a fault that was listed as a problem."""

from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus


def problem_state(finding: Finding | None) -> str:
    """Return number and status of a problem; nothing of none."""
    return "" if finding is None else f"{finding.number or ''} {finding.status.label}".strip()


def problem_href(finding: Finding | None) -> str:
    """Return where the office finds a problem; nothing of none."""
    if finding is None:
        return ""
    return f"/findings/{finding.id}" if finding.number is None else f"/case/{finding.number}"


def is_taken(finding: Finding | None) -> bool:
    """Say whether a fault is a problem already: listed, and not one that wasn't taken up."""
    return finding is not None and finding.status is not FindingStatus.DISMISSED
