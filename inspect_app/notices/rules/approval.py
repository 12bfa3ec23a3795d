"""What stands on the archive's sheet of a paper (发文稿纸)."""

from inspect_app.notices.vocabulary import Paper
from inspect_app.notices.vocabulary.approval import ApprovalSheet, Stamp


def approval_sheet(paper: Paper, stamps: tuple[Stamp, ...]) -> ApprovalSheet:
    """Return the sheet of a paper; what is not known stays blank, to be written by hand."""
    look = paper.look
    annexes = "\n".join(f"{place}.{annex.title}" for place, annex in enumerate(paper.annexes, start=1))
    rows = (
        ("标题", paper.title),
        ("文号（期号）", paper.number),
        ("密级", look.secrecy),
        ("紧急程度", look.urgency),
        ("主送", paper.main_to.rstrip("：")),
        ("抄送", paper.copy_to),
        ("附件", annexes),
        ("拟稿单位", paper.issuer),
        ("印发日期", paper.printed_on.removesuffix("印发") if not paper.is_draft else ""),
        ("备注", look.remark),
    )
    return ApprovalSheet(paper.issuer, "发文稿纸", paper.day, stamps, rows)
