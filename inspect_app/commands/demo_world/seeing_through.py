"""What the office does to see a problem through, and the hands inside a department: the demo's other deeds."""

from collections.abc import Callable

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.accounts.queries import subtree_ids
from inspect_app.commands.demo_world.world import Case, World
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.rectification.actions.annotating import annotate
from inspect_app.rectification.actions.assigning import assign_verifier
from inspect_app.rectification.actions.assisting import give_opinion, reply_source
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.actions.handing_down import hand_down, pass_up, take_back
from inspect_app.rectification.actions.looking_back import note_look_back, plan_look_backs
from inspect_app.rectification.actions.reminding import remind
from inspect_app.rectification.actions.slips import answer_slip, cancel_slip, issue_slip
from inspect_app.rectification.actions.supervising import list_openly, summon, unlist
from inspect_app.rectification.models import LookBack, SupervisionSlip
from inspect_app.rectification.vocabulary import (
    LookBackState,
    NoteDraft,
    ReplyChannel,
    SlipState,
    VerificationMethod,
)

_SLIPS = 6


def see_through(world: World) -> None:
    """Settle at the end what each night settles; issue some of the slips that are proposed."""
    plan_look_backs()
    _hand_some_down(world)
    escalate_all()
    query = select(SupervisionSlip).where(SupervisionSlip.state == SlipState.PROPOSED)
    slips = db.session.scalars(query.order_by(SupervisionSlip.id).limit(_SLIPS)).all()
    clerk = world.actors["clerk1"]
    for place, slip in enumerate(slips):
        issue_slip(clerk, slip.id, "请单位负责人牵头，查明原因，限期整改到位。", 3)
        if place % 3 == 1:
            answer_slip(_liaison_of(world, slip.unit_id), slip.id, "已专题研究，逐件明确责任人和完成日期。")
        if place % 3 == 2:
            cancel_slip(clerk, slip.id, "所列问题已另行督办。")


def _hand_some_down(world: World) -> None:
    """Of what departments with units below them have in hand, some is below now, some was handed back."""
    mine = (Finding.status == FindingStatus.ACCEPTED, Finding.pending_step.is_(None), Finding.handler_unit_id.is_(None))
    query = select(Finding).where(*mine).order_by(Finding.id.desc())
    cases = [_case_of(finding) for finding in db.session.scalars(query) if _units_below(finding.lead_unit_id or 0)]
    for case, deeds in zip(cases, ((_pass_up,), (), (_take_back,)), strict=False):
        for deed in (_hand_down, *deeds):
            deed(world, case)


def _case_of(finding: Finding) -> Case:
    return Case(finding.id, str(finding.number), finding.lead_unit_id or 0, finding.category, finding.grade)


def _units_below(unit_id: int) -> list[int]:
    return sorted(subtree_ids(unit_id) - {unit_id})


def _liaison_of(world: World, unit_id: int) -> Actor:
    return world.actors[world.answerers[unit_id][0]]


def _liaison(world: World, case: Case) -> Actor:
    return _liaison_of(world, case.unit_id)


def _hand_down(world: World, case: Case) -> None:
    below = _units_below(case.unit_id)
    if below:
        hand_down(_liaison(world, case), case.number, unit_id=below[0], note="请核实并整改，明天下班前交回。")


def _is_below(case: Case) -> bool:
    return db.session.get_one(Finding, case.id).handler_unit_id is not None


def _pass_up(world: World, case: Case) -> None:
    if _is_below(case):
        pass_up(_liaison(world, case), case.number, "已到窗口核实，当天改好，附照片。")


def _take_back(world: World, case: Case) -> None:
    if _is_below(case):
        take_back(_liaison(world, case), case.number, "由局里直接办理。")


def _opinion(world: World, case: Case) -> None:
    assists = db.session.get_one(Finding, case.id).assists
    if assists:
        give_opinion(_liaison_of(world, assists[0].unit_id), case.number, "同意主办单位意见，窗口配合一并整改。")


def _reply(world: World, case: Case) -> None:
    reply_source(_liaison(world, case), case.number, "已电话告知当事人整改情况并致歉。", ReplyChannel.PHONE)


def _remind(world: World, case: Case) -> None:
    remind(world.actors["clerk2"], case.number, "请按时限反馈。")


def _assign(world: World, case: Case) -> None:
    assign_verifier(world.actors["clerk1"], case.number, world.people["verifier1"], VerificationMethod.REVISIT)


def _annotate(world: World, case: Case) -> None:
    annotate(world.actors["clerk1"], case.number, NoteDraft(tolerance=True))


def _list_openly(world: World, case: Case) -> None:
    list_openly(world.actors["director1"], case.number, "多次催办未改，挂牌督办。")


def _unlist(world: World, case: Case) -> None:
    unlist(world.actors["director1"], case.number, "已整改到位，摘牌。")


def _summon(world: World, case: Case) -> None:
    summon(world.actors["director1"], case.number, "请分管负责人到跑改办说明情况。")


def _look_back(world: World, case: Case) -> None:
    plan_look_backs()
    query = select(LookBack.id).where(LookBack.finding_id == case.id, LookBack.state == LookBackState.PLANNED)
    planned = db.session.scalars(query.order_by(LookBack.days).limit(1)).first()
    if planned is not None:
        words = "又到窗口看过，没有反弹。"
        verifier = world.actors["verifier1"]
        note_look_back(verifier, planned, LookBackState.FINE, VerificationMethod.REVISIT, words)


SEEING_THROUGH: dict[str, Callable[[World, Case], None]] = {
    "hand_down": _hand_down,
    "pass_up": _pass_up,
    "take_back": _take_back,
    "opinion": _opinion,
    "reply": _reply,
    "remind": _remind,
    "assign": _assign,
    "annotate": _annotate,
    "list_openly": _list_openly,
    "unlist": _unlist,
    "summon": _summon,
    "look_back": _look_back,
}
