"""What a notice is called where an instruction was written on it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.foundation.numbering import issue_label
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.lists import visible_to
from inspect_app.projects.queries.subjects import Named, names_subject
from inspect_app.projects.vocabulary.instructions import Subject


@names_subject(Subject.NOTICE)
def name_notices(actor: Actor, ids: Collection[int]) -> Named:
    """Name the notices this person may see, such as 专项督察通报第12期."""
    query = select(Notice).where(Notice.id.in_(ids), visible_to(actor)).options(joinedload(Notice.campaign))
    return {row.id: (_name(row), f"/notices/{row.id}") for row in db.session.scalars(query)}


def _name(notice: Notice) -> str:
    number = issue_label(notice.issue_no) if notice.issue_no else "（未签发）"
    return f"{notice.campaign.series}{number}"
