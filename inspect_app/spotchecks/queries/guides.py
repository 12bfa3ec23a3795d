"""Reads of online spot-checks: the office sees all, an inspector their own, nobody else any."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import RequiredPaper, ServiceItem, Window
from inspect_app.catalogue.rules import promised_time
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.spotchecks.models import GuideCheck, GuideCheckFile, GuideDifference
from inspect_app.spotchecks.queries.phones import is_office
from inspect_app.spotchecks.queries.problems import is_taken, problem_href, problem_state
from inspect_app.spotchecks.rules.guides import compared
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckFilter, Found, Outcome, Row

_C = ListColumn
COLUMNS: tuple[ListColumn, ...] = (
    _C("事项", 40), _C("责任单位", 18, "more"), _C("窗口", 30, "more"), _C("抽查日期", 12, "day"),
    _C("网址", 40, "more"), _C("网上", 22, "more"), _C("不一致", 10), _C("列为问题", 10),
    _C("抽查人", 12, "more"), _C("结果", 12),
)  # fmt: skip
_TONES = {Outcome.SAME: "plain", Outcome.DIFFERENT: "near", Outcome.UNPUBLISHED: "over"}


@dataclass(frozen=True, slots=True)
class RowView:
    """A line at the window beside its line online, and the difference it is, if it is one."""

    row: Row
    difference: GuideDifference | None
    problem: str = ""
    problem_href: str = ""
    can_list: bool = False


def may_check(actor: Actor) -> bool:
    """Say whether somebody makes online spot-checks."""
    return is_office(actor) or Role.INSPECTOR in actor.roles


def list_checks(
    actor: Actor, asked: CheckFilter, offset: int = 0, limit: int | None = None
) -> tuple[list[ListLine], int]:
    """Return some spot-checks, the latest first, and how many match; as many queries for 1 line as for 50."""
    wanted = _narrowed(_seen_by(select(GuideCheck), actor), asked)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    query = _whole(wanted).order_by(GuideCheck.checked_on.desc(), GuideCheck.id.desc())
    return [_line(check) for check in db.session.scalars(query.offset(offset).limit(limit))], total


def guide_counts(actor: Actor, asked: CheckFilter) -> tuple[int, int]:
    """Return how many guides are the same / checked, of what a filter shows."""
    wanted = _narrowed(_seen_by(select(GuideCheck), actor), asked).subquery()
    same = func.count().filter(wanted.c.outcome == Outcome.SAME)
    row = db.session.execute(select(same, func.count()).select_from(wanted)).one()
    return int(row[0]), int(row[1])


def get_check(actor: Actor, check_id: int) -> GuideCheck:
    """Return a spot-check with all that its page shows, or raise Missing."""
    query = _whole(_seen_by(select(GuideCheck), actor).where(GuideCheck.id == check_id))
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing()
    return found


def side_by_side(check: GuideCheck) -> list[tuple[Aspect, list[RowView]]]:
    """Return both guides line by line, each difference with what may be done about it."""
    here, there = (
        {aspect: str(texts.get(aspect.value, "")) for aspect in Aspect}
        for texts in (check.window_texts, check.online_texts)
    )
    kept = {(one.aspect, one.window_line, one.online_line): one for one in check.differences}
    if check.found is not Found.FOUND:
        return []
    return [
        (aspect, [view_of(row, kept.get((aspect, row.window_text, row.online_text)) if row.kind else None)
                  for row in rows])
        for aspect, rows in compared(here, there).items()
    ]  # fmt: skip


def view_of(row: Row, difference: GuideDifference | None) -> RowView:
    """Return a line with what became of it."""
    finding = difference.finding if difference is not None else None
    can_list = difference is not None and not difference.same_meaning and not is_taken(finding)
    return RowView(row, difference, problem_state(finding), problem_href(finding), can_list)


def at_the_window(item_id: int) -> dict[Aspect, str]:
    """Return what the register says of a matter, to begin with: a guide at the window is copied over it."""
    item = db.session.get(ServiceItem, item_id)
    if item is None:
        raise Missing()
    papers = db.session.scalars(
        select(RequiredPaper).where(RequiredPaper.item_id == item_id).order_by(RequiredPaper.sort_no)
    )
    return {
        Aspect.PAPERS: "\n".join(f"{one.name}（{one.note}）" if one.note else one.name for one in papers),
        Aspect.LIMIT: promised_time(item.promised_amount, item.promised_unit),
        Aspect.TRIPS: item.trips.label if item.trips else "",
        Aspect.FEES: "",
    }


def units_checked() -> list[tuple[str, str]]:
    """Return the units whose windows were held against the web, for the filter."""
    used = select(Window.unit_id).where(Window.id.in_(select(GuideCheck.window_id)))
    query = select(Unit.id, Unit.short_name).where(Unit.id.in_(used)).order_by(Unit.sort_no, Unit.code)
    return [(str(key), name) for key, name in db.session.execute(query)]


def checks_by_id(ids: Collection[int]) -> Sequence[GuideCheck]:
    """Return spot-checks for a list of tests; whoever calls has checked who may see them."""
    return db.session.scalars(_whole(select(GuideCheck)).where(GuideCheck.id.in_(ids))).all()


def _seen_by(query: Select[GuideCheck], actor: Actor) -> Select[GuideCheck]:
    if is_office(actor):
        return query
    return query.where(GuideCheck.made_by_id == (actor.person_id if Role.INSPECTOR in actor.roles else None))


def _narrowed(query: Select[GuideCheck], asked: CheckFilter) -> Select[GuideCheck]:
    if asked.unit_id is not None:
        query = query.where(GuideCheck.window_id.in_(select(Window.id).where(Window.unit_id == asked.unit_id)))
    if asked.outcome is not None:
        query = query.where(GuideCheck.outcome == asked.outcome)
    if asked.text:
        named = select(ServiceItem.id).where(ServiceItem.name.contains(asked.text, autoescape=True))
        query = query.where(or_(GuideCheck.item_id.in_(named), GuideCheck.url.contains(asked.text, autoescape=True)))
    return query


def _whole(query: Select[GuideCheck]) -> Select[GuideCheck]:
    return query.options(
        joinedload(GuideCheck.item), joinedload(GuideCheck.campaign), joinedload(GuideCheck.made_by),
        joinedload(GuideCheck.window).joinedload(Window.site), joinedload(GuideCheck.window).joinedload(Window.unit),
        selectinload(GuideCheck.differences).joinedload(GuideDifference.finding),
        selectinload(GuideCheck.files).joinedload(GuideCheckFile.file),
    )  # fmt: skip


def _line(check: GuideCheck) -> ListLine:
    counted = [one for one in check.differences if not one.same_meaning]
    listed = sum(one.finding_id is not None for one in counted)
    cells = (
        check.item.name, check.window.unit.short_name, f"{check.window.site.name} {check.window.name}",
        check.checked_on, check.url, check.found.label, str(len(counted)), str(listed), check.made_by.name,
        check.outcome.label,
    )  # fmt: skip
    return ListLine(cells, f"/online-checks/{check.id}", _TONES[check.outcome])
