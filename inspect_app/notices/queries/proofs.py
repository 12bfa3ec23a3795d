"""The list behind every number of a notice: live for a draft, as it was for an issued one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import ServiceItem, Site, Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation.errors import Missing
from inspect_app.metrics.queries import case_rows
from inspect_app.metrics.queries.promise.calls import PHONE_THROUGH, phone_answers
from inspect_app.metrics.rules.promise import trips_words
from inspect_app.notices.models import Notice, NoticeProof
from inspect_app.notices.queries.facts import COVERT_METHOD, previous_cut_off
from inspect_app.notices.queries.practices import PRACTICES, practices_of
from inspect_app.notices.queries.promises import promise_proofs
from inspect_app.notices.queries.visits import SATISFIED_FROM, told_by
from inspect_app.notices.rules.proofs import RATIO_LISTS, Thing, finding_lists, overdue_units, thing_of
from inspect_app.spotchecks.queries.phones import lines_by_id, place_of
from inspect_app.visits.models import Answer, Interview, Trial, Visit, VisitWindow
from inspect_app.visits.vocabulary import VisitMode
from inspect_app.web.paging import PAGE_SIZE, Page


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One thing a number counts: what it is, of whom, a word about it, and the page it has."""

    name: str
    unit: str
    note: str
    href: str = ""


def proofs_of(notice: Notice) -> dict[str, list[int]]:
    """Return the ids behind every number of a draft; the same number of reads however many there are."""
    since, until, campaign_id = previous_cut_off(notice), notice.cut_off_at, notice.campaign_id
    rows = case_rows(campaign_id, until)
    told, before = told_by(campaign_id, until), told_by(campaign_id, since)
    seen = select(VisitWindow.window_id).join(Visit, Visit.id == VisitWindow.visit_id).where(told)
    talks = select(Interview.id).join(Visit, Visit.id == Interview.visit_id).where(told)
    visits, earlier = _ids(select(Visit.id).where(told)), set(_ids(select(Visit.id).where(before)))
    return finding_lists(rows, since, until) | {
        "overdue_units": overdue_units(rows, until),
        "visits_total": visits,
        "visits_new": [key for key in visits if key not in earlier],
        "units_seen": _ids(select(Window.unit_id).where(Window.id.in_(seen)).distinct()),
        "sites_seen": _ids(select(Window.site_id).where(Window.id.in_(seen)).distinct()),
        "interviews": _ids(talks),
        "rated": _ids(talks.where(Interview.satisfaction.is_not(None))),
        "satisfied": _ids(talks.where(Interview.satisfaction >= SATISFIED_FROM)),
        PRACTICES: [one.praise_id for one in practices_of(notice)],
    } | promise_proofs(campaign_id, until)


def proof(notice: Notice, figure: str) -> list[int]:
    """Return the ids behind one number, kept at the signing of an issued notice; raise Missing for no number."""
    name = RATIO_LISTS[figure][0] if figure in RATIO_LISTS else figure
    if notice.facts is None:
        found = proofs_of(notice).get(name)
    else:
        kept = select(NoticeProof.ids).where(NoticeProof.notice_id == notice.id, NoticeProof.figure == name)
        found = db.session.scalar(kept)
    if found is None:
        raise Missing("这一期签发时还没有留存数字的清单。")
    return found


def keeps_proofs(notice: Notice) -> bool:
    """Say whether the numbers of a notice open their lists: of drafts always, of issues since lists are kept."""
    kept = select(NoticeProof.notice_id).where(NoticeProof.notice_id == notice.id).limit(1)
    return notice.facts is None or db.session.scalar(kept) is not None


def proof_page(figure: str, ids: Sequence[int], number: int) -> Page[ProofRow]:
    """Return a page of the things a number counts."""
    chosen = sorted(ids)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(_READERS[thing_of(figure)](chosen), number, len(ids))


def _ids(query: Select[int]) -> list[int]:
    return sorted(db.session.scalars(query))


def _findings(ids: Sequence[int]) -> list[ProofRow]:
    query = select(Finding).where(Finding.id.in_(ids)).options(joinedload(Finding.lead_unit)).order_by(Finding.id)
    return [
        ProofRow(
            f"{row.number} {row.title}", row.lead_unit.short_name if row.lead_unit else "", row.status.label,
            f"/findings/{row.number}",
        )
        for row in db.session.scalars(query)
    ]  # fmt: skip


def _visits(ids: Sequence[int]) -> list[ProofRow]:
    """Neither who went nor when: the number is proved without that."""
    units = _units_of_visits(Visit.id.in_(ids))
    query = select(Visit.id, Visit.mode, Visit.method).where(Visit.id.in_(ids)).order_by(Visit.id)
    return [
        ProofRow(COVERT_METHOD if mode is VisitMode.COVERT else method.label, units.get(key, ""), "已审核")
        for key, mode, method in db.session.execute(query)
    ]


def _talks(ids: Sequence[int]) -> list[ProofRow]:
    query = select(Interview.visit_id, Interview.kind, Interview.satisfaction).where(Interview.id.in_(ids))
    rows = db.session.execute(query.order_by(Interview.id)).all()
    units = _units_of_visits(Visit.id.in_({row.visit_id for row in rows}))
    return [
        ProofRow(
            row.kind.label, units.get(row.visit_id, ""), f"{row.satisfaction} 分" if row.satisfaction else "未评价"
        )
        for row in rows
    ]


def _units_of_visits(wanted: ColumnElement[bool]) -> dict[int, str]:
    query = (
        select(Visit.id, Unit.short_name)
        .join(VisitWindow, VisitWindow.visit_id == Visit.id)
        .join(Window, Window.id == VisitWindow.window_id)
        .join(Unit, Unit.id == Window.unit_id)
        .where(wanted)
        .distinct()
        .order_by(Visit.id, Unit.short_name)
    )
    found: dict[int, str] = {}
    for key, name in db.session.execute(query):
        found[key] = f"{found[key]}、{name}" if key in found else name
    return found


def _units(ids: Sequence[int]) -> list[ProofRow]:
    rows = db.session.execute(select(Unit.short_name, Unit.name).where(Unit.id.in_(ids)).order_by(Unit.id))
    return [ProofRow(row.name, row.short_name, "") for row in rows]


def _sites(ids: Sequence[int]) -> list[ProofRow]:
    query = select(Site.name, Unit.short_name).join(Unit, Unit.id == Site.unit_id).where(Site.id.in_(ids))
    return [ProofRow(row.name, row.short_name, "") for row in db.session.execute(query.order_by(Site.id))]


def _matters(ids: Sequence[int]) -> list[ProofRow]:
    query = select(ServiceItem).where(ServiceItem.id.in_(ids)).options(joinedload(ServiceItem.unit))
    return [
        ProofRow(item.name, item.unit.short_name, item.batch, f"/promises/{item.id}")
        for item in db.session.scalars(query.order_by(ServiceItem.id))
    ]


def _trials(ids: Sequence[int]) -> list[ProofRow]:
    query = select(Trial).where(Trial.id.in_(ids)).options(joinedload(Trial.item))
    rows = db.session.scalars(query.order_by(Trial.id)).all()
    units = _units_of_visits(Visit.id.in_({trial.visit_id for trial in rows}))
    return [
        ProofRow(
            trial.item.name if trial.item else "清单里没有的事",
            units.get(trial.visit_id, ""),
            f"{trips_words(trial.trips, trial.papers_complete)}，{trial.outcome.label}",
            f"/promises/{trial.item_id}" if trial.item_id else "",
        )
        for trial in rows
    ]


def _calls(ids: Sequence[int]) -> list[ProofRow]:
    """Read numbers of batches by id, tests on visits by the negative of theirs: of these neither who nor when."""
    columns = (Answer.id, Unit.short_name, PHONE_THROUGH.label("through"))
    query = phone_answers(select(*columns)).join(Unit, Unit.id == Window.unit_id)
    query = query.where(Answer.id.in_([-key for key in ids if key < 0])).group_by(Answer.id, Unit.id)
    told = {True: "接通", False: "没有打通"}
    on_visits = [
        ProofRow("走访时拨打服务电话", unit, told[bool(through)])
        for _, unit, through in db.session.execute(query.order_by(Answer.id))
    ]
    return on_visits + [
        ProofRow(
            f"{place_of(line)} {line.number}", line.unit.short_name, line.verdict.label if line.verdict else "",
            f"/phone-tests/{line.batch_id}/lines/{line.id}",
        )
        for line in lines_by_id([key for key in ids if key > 0])
    ]  # fmt: skip


_READERS = {
    Thing.FINDING: _findings, Thing.VISIT: _visits, Thing.UNIT: _units, Thing.SITE: _sites, Thing.TALK: _talks,
    Thing.MATTER: _matters, Thing.TRIAL: _trials, Thing.CALL: _calls,
}  # fmt: skip
