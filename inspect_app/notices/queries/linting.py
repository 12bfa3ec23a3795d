"""What the linter is to look for in one notice: read from accounts, visits and findings."""

from datetime import time, timedelta

from sqlalchemy import Select, exists, or_, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of, previous_cut_off
from inspect_app.notices.rules.linting import complaints
from inspect_app.notices.rules.naming import is_name
from inspect_app.notices.vocabulary import NoticeFacts
from inspect_app.notices.vocabulary.complaints import Complaint, Unsayable
from inspect_app.projects.queries.instructions import list_quotable
from inspect_app.visits.models import Interview, Visit
from inspect_app.visits.vocabulary import VisitMode

# Who meets citizens and windows every day; a paper names posts and units, never them.
FRONT_LINE = (Role.INSPECTOR, Role.OBSERVER, Role.VERIFIER, Role.DEPT_LIAISON)
_NAMED_BY_POST = (Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR, Role.DEPT_HEAD, Role.LEADER, Role.CHIEF)
_BEFORE = timedelta(days=7)
SHORTEST_TITLE = 6


def complaints_of(notice: Notice, facts: NoticeFacts | None = None) -> list[Complaint]:
    """Return what is to be mended before a notice is passed on or signed."""
    return complaints(facts or facts_of(notice), unsayable_in(notice))


def unsayable_in(notice: Notice) -> Unsayable:
    """Return what this notice may not say."""
    return Unsayable(
        names=_names(notice),
        codes=frozenset(db.session.scalars(select(Person.shopper_code).where(Person.shopper_code.is_not(None)))),
        covert_times=_covert_times(notice),
        hidden_titles=_hidden_titles(notice),
        numbers=frozenset(db.session.scalars(select(Finding.number).where(Finding.delivered_at <= notice.cut_off_at))),
        inspect_word=current_settings().inspect_word,
        quotable=tuple(one.words for one in list_quotable()),
    )


def front_line() -> Select[str]:
    """Return the names of those who meet citizens and windows and hold no post a paper names."""
    holds = exists().where(RoleGrant.person_id == Person.id)
    return select(Person.name).where(
        holds.where(RoleGrant.role.in_(FRONT_LINE)), ~holds.where(RoleGrant.role.in_(_NAMED_BY_POST))
    )


def _names(notice: Notice) -> frozenset[str]:
    told = (
        select(Interview.alias)
        .join(Visit, Visit.id == Interview.visit_id)
        .where(Visit.campaign_id == notice.campaign_id, Interview.alias != "")
        .distinct()
    )
    known = {*db.session.scalars(front_line()), *db.session.scalars(told)}
    return frozenset(name for name in known if is_name(name))


def _covert_times(notice: Notice) -> frozenset[time]:
    since = previous_cut_off(notice) - _BEFORE
    rows = db.session.execute(
        select(Visit.started_at, Visit.submitted_at).where(
            Visit.campaign_id == notice.campaign_id,
            Visit.mode == VisitMode.COVERT,
            or_(Visit.started_at >= since, Visit.submitted_at >= since),
        )
    )
    moments = (clock.local(moment) for row in rows for moment in row if moment is not None)
    return frozenset(time(moment.hour, moment.minute) for moment in moments)


def _hidden_titles(notice: Notice) -> frozenset[str]:
    """Titles that only undelivered findings bear; one that a delivered one bears too says nothing."""
    told = Finding.delivered_at <= notice.cut_off_at
    hidden = or_(Finding.delivered_at.is_(None), Finding.delivered_at > notice.cut_off_at)
    of_campaign = select(Finding.title).where(Finding.campaign_id == notice.campaign_id)
    titles = set(db.session.scalars(of_campaign.where(hidden))) - set(db.session.scalars(of_campaign.where(told)))
    return frozenset(title for title in titles if len(title) >= SHORTEST_TITLE)
