"""What stands on the archive's sheet of a paper (发文稿纸)."""

from inspect_app.notices.vocabulary import Paper
from inspect_app.notices.vocabulary.approval import ApprovalSheet, Stamp
from inspect_app.notices.vocabulary.bulletin_paper import BulletinPaper

_TITLE = "发文稿纸"


def approval_sheet(paper: Paper, stamps: tuple[Stamp, ...]) -> ApprovalSheet:
    """Return the sheet of a paper; what is not known stays blank, to be written by hand."""
    look = paper.look
    annexes = _counted([annex.title for annex in paper.annexes])
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
    return ApprovalSheet(paper.issuer, _TITLE, paper.day, stamps, rows)


def bulletin_sheet(paper: BulletinPaper, stamps: tuple[Stamp, ...]) -> ApprovalSheet:
    """Return the sheet of a bulletin: its articles and originals by title, and who gets it."""
    head, ways = paper.head, {word: names.removesuffix("。") for word, names in paper.foot}
    rows = (
        ("刊名", head.mark),
        ("期号", head.number),
        ("密级", head.look.secrecy),
        ("目录", _counted([f"{story.title}{_by(story.contributor)}" for story in paper.stories])),
        ("附件", _counted(["".join(one.title_lines) for one in paper.enclosures])),
        *((word.removesuffix("："), ways.get(word, "")) for word in ("报：", "送：", "发：")),
        ("印数", paper.copies),
        ("编印单位", head.issuer),
        ("印发日期", "" if head.is_draft else head.day),
        ("备注", ""),
    )
    return ApprovalSheet(head.issuer, _TITLE, head.day, stamps, rows)


def _by(contributor: str) -> str:
    return f"（{contributor}供稿）" if contributor else ""


def _counted(titles: list[str]) -> str:
    return "\n".join(f"{place}.{title}" for place, title in enumerate(titles, start=1))
