"""The PDF of an issued notice, and how far it is."""

from inspect_app.database import db
from inspect_app.notices.models import Notice, NoticePrint
from inspect_app.notices.vocabulary import NoticeState


def find_print(notice: Notice) -> NoticePrint | None:
    """Return how far the PDF of a notice is; nothing for a draft."""
    return db.session.get(NoticePrint, notice.id) if notice.state is NoticeState.ISSUED else None
