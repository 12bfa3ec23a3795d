"""Who drafted, checked and signed a paper, by name and time."""

from datetime import datetime

from inspect_app.accounts.queries.people import names_of
from inspect_app.foundation import clock
from inspect_app.notices.models import Bulletin, Notice
from inspect_app.notices.vocabulary.approval import Stamp


def stamps_of(paper: Notice | Bulletin) -> tuple[Stamp, ...]:
    """Return 签发, 核稿, 拟稿 as the sheet prints them: the last word on top."""
    steps = (
        ("签发", paper.signed_by_id, paper.signed_at),
        ("核稿", paper.checked_by_id, paper.checked_at),
        ("拟稿", paper.drafted_by_id, paper.drafted_at if paper.drafted_by_id else None),
    )
    names = names_of({person for _, person, _ in steps if person is not None})
    return tuple(Stamp(step, names.get(person or 0, ""), _printed(at)) for step, person, at in steps)


def _printed(at: datetime | None) -> str:
    if at is None:
        return ""
    local = clock.local(at)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
