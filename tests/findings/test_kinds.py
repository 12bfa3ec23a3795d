"""A problem has one kind (痛点, 堵点, 难点) and one department, with the fact, a suggestion and the evidence."""

import pytest

from inspect_app.database import db, transaction
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.triaging import dispatch
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, PainType
from inspect_app.rectification.queries.ledger import stream_ledger
from inspect_app.rectification.queries.overview import view_case
from inspect_app.rectification.vocabulary import LedgerFilter
from tests.factories import make_finding
from tests.findings.making import make_photo, make_world, propose_trial, triage

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.mark.parametrize("kind", PainType)
def test_its_kind_is_set_at_triage_and_stands_in_the_ledger_and_on_the_case(kind: PainType) -> None:
    world = make_world()
    finding = propose_trial(world)
    make_finding(FindingStatus.RECTIFYING, pain_type=None)
    with transaction():
        submit_with_visit(world.author, world.visit)
        dispatch(world.clerk, finding.id, triage(db.session.get_one(Finding, finding.id), pain_type=kind))
    number = str(db.session.get_one(Finding, finding.id).number)
    rows = list(stream_ledger(world.clerk, LedgerFilter(kind=kind)))
    assert [(row.number, row.kind.split("·")[0]) for row in rows] == [(number, kind.label)]
    assert list(stream_ledger(world.clerk, LedgerFilter(kind=next(one for one in PainType if one is not kind)))) == []
    assert kind.label in view_case(world.liaison, number).head


def test_its_department_reads_fact_suggestion_and_evidence_and_no_other_department_has_it() -> None:
    world, other = make_world(), make_world()
    photo = make_photo(world.visit, "look1")
    finding = propose_trial(world, file_ids=[photo.id])
    words = {"suggestion": "窗口和网上同步更新。", "file_ids": frozenset({photo.id})}
    with transaction():
        submit_with_visit(world.author, world.visit)
        dispatch(world.clerk, finding.id, triage(db.session.get_one(Finding, finding.id), **words))
    view = view_case(world.liaison, str(db.session.get_one(Finding, finding.id).number))
    told = view.finding
    assert (told.lead_unit_id, told.fact, told.suggestion) == (
        world.department.id, "第一趟被要求补居住证明。", "窗口和网上同步更新。",
    )  # fmt: skip
    assert len(view.photos) == 1
    assert list(stream_ledger(other.liaison, LedgerFilter())) == []
