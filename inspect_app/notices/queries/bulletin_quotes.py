"""What an article may quote by reference: the newest instructions and figures, each with its token."""

from dataclasses import dataclass

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.notices.queries.bulletin_facts import quoted_figure
from inspect_app.notices.rules.quoting import as_quoted
from inspect_app.projects.models import BenefitFigure
from inspect_app.projects.queries.instructions import list_quotable

_OFFERED = 15


@dataclass(frozen=True, slots=True)
class OfferedQuote:
    """A token and what it prints."""

    token: str
    words: str


def offered_quotes() -> list[OfferedQuote]:
    """Return what may be put into an article with a click, the newest first."""
    said = [
        OfferedQuote(f"批示{one.id}", as_quoted(one.leader, one.post, one.words)) for one in list_quotable(_OFFERED)
    ]
    newest = select(BenefitFigure).order_by(BenefitFigure.as_of.desc(), BenefitFigure.id.desc()).limit(_OFFERED)
    return [*said, *(OfferedQuote(f"数字{row.id}", quoted_figure(row)) for row in db.session.scalars(newest))]
