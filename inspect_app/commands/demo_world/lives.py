"""How a delivered problem lives on: which deeds follow one another, and when."""

from collections.abc import Callable
from datetime import time, timedelta

from inspect_app.commands.demo_world.deeds import DEEDS
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.trips import Trip
from inspect_app.commands.demo_world.world import Case, World
from inspect_app.database import db
from inspect_app.findings.actions.delivering import auto_accept
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Grade
from inspect_app.foundation import clock

Life = tuple[tuple[int, str], ...]  # working days to wait, then the deed

_OPEN: Life = ((0, "open"),)
_FED: Life = (*_OPEN, (1, "feedback"))
_SIGNED: Life = (*_FED, (1, "sign"))
_CLOSED: Life = (*_SIGNED, (2, "pass"), (1, "close"))
_FAILED: Life = (*_SIGNED, (2, "fail"), (1, "progress"))
_ASKED: Life = (*_OPEN, (0, "ask_return"), (0, "sign"))
_END: Life = ((2, "feedback"), (1, "sign"), (2, "pass"), (1, "close"))
_PLANNED: Life = (*_OPEN, (1, "plan"))
_MORE: Life = (*_OPEN, (0, "ask_extension"), (0, "sign"))
_OBJECTED: Life = (*_OPEN, (0, "dispute"), (0, "sign"))
_WAIT_ASKED: Life = (*_OPEN, (1, "ask_deferral"), (0, "sign"))
_APPROVED: Life = (*_PLANNED, (1, "approve"), (2, "progress"))

LIVES: dict[str, Life] = {
    "unopened": (),
    "opened": _OPEN,
    "signing": _FED,
    "verifying": _SIGNED,
    "passed": (*_SIGNED, (1, "pass")),
    "closed": _CLOSED,
    "closed_at_once": (*_OPEN, (0, "feedback"), (1, "sign"), (1, "pass"), (1, "close")),
    "closed_by_scan": (*_FED, (1, "scan"), (2, "pass"), (1, "close")),
    "late": (*_OPEN, (8, "feedback"), (1, "sign"), (2, "pass"), (1, "close")),
    "declined": (*_FED, (1, "decline"), (1, "feedback")),
    "reworking": _FAILED,
    "reworked": (*_FAILED, (1, "feedback"), (1, "sign"), (2, "pass"), (1, "close")),
    "return_asked": _ASKED,
    "reassigned": (*_ASKED, (1, "reassign"), (0, "open"), *_END),
    "refused": (*_ASKED, (1, "refuse"), *_END),
    "extension_asked": _MORE,
    "extended": (*_MORE, (1, "grant_extension"), *_END),
    "extension_refused": (*_MORE, (1, "refuse_extension"), *_END),
    "extension_withdrawn": (*_MORE, (0, "withdraw_extension"), *_END),
    "disputed": _OBJECTED,
    "dispute_upheld": (*_OBJECTED, (1, "uphold")),
    "dispute_corrected": (*_OBJECTED, (1, "correct"), *_END),
    "dispute_rejected": (*_OBJECTED, (1, "reject"), *_END),
    "deferral_asked": _WAIT_ASKED,
    "deferred": (*_WAIT_ASKED, (1, "defer")),
    "deferral_refused": (*_WAIT_ASKED, (1, "refuse_deferral"), *_END),
    "deferral_withdrawn": (*_WAIT_ASKED, (0, "withdraw_deferral"), *_END),
    "resumed": (*_WAIT_ASKED, (1, "defer"), (3, "resume"), *_END),
    "terminated": (*_OPEN, (2, "terminate")),
    "redirected": (*_OPEN, (1, "redirect"), (0, "open"), *_END),
    "revoked": (*_CLOSED, (1, "revoke"), (1, "pass"), (1, "close")),
    "handed_down": (*_OPEN, (0, "hand_down"), (0, "opinion"), (1, "pass_up"), (0, "reply"), *_END, (1, "look_back")),
    "taken_back": (*_OPEN, (0, "hand_down"), (1, "take_back"), (1, "remind"), (0, "annotate"), *_END),
    "assigned": (*_SIGNED, (0, "assign")),
    "listed": (*_OPEN, (3, "remind"), (1, "list_openly"), (1, "summon")),
    "unlisted": (*_OPEN, (3, "list_openly"), (2, "feedback"), (1, "sign"), (2, "pass"), (0, "unlist"), (1, "close")),
    "signed_by_time": ((3, "feedback"), (1, "sign"), (2, "pass"), (1, "close")),
    "plan_due": _OPEN,
    "plan_waiting": _PLANNED,
    "plan_returned": (*_PLANNED, (1, "return_plan")),
    "plan_again": (*_PLANNED, (1, "return_plan"), (1, "plan")),
    "rectifying": _APPROVED,
    "plan_verifying": (*_APPROVED, (2, "feedback"), (1, "sign")),
    "plan_signing": (*_APPROVED, (2, "feedback")),
    "plan_passed": (*_APPROVED, (2, "feedback"), (1, "sign"), (1, "pass")),
    "plan_closed": (*_APPROVED, (2, "feedback"), (1, "sign"), (2, "pass"), (1, "close")),
    "plan_reworked": (
        *_PLANNED, (1, "return_plan"), (1, "plan"), (1, "approve"), (2, "feedback"), (1, "sign"), (1, "fail"),
        (1, "progress"), (1, "feedback"), (1, "sign"), (1, "pass"), (1, "close"),
    ),
}  # fmt: skip
# A suggestion has no deadline that could be moved.
_NEEDS_DUE = frozenset({"extension_asked", "extended", "extension_refused", "extension_withdrawn"})
# Decks by age in working days: what lies there at the end of the story.
_YOUNG = ("opened", "unopened", "signing", "return_asked", "closed_at_once", "disputed", "extension_asked")
_MIDDLE = (
    "opened", "signing", "verifying", "passed", "closed_at_once", "declined", "reworking", "closed", "refused",
    "return_asked", "opened", "verifying", "deferral_asked", "deferred", "disputed", "extension_asked", "assigned",
)  # fmt: skip
_OLD = (
    "closed", "closed", "closed", "closed_at_once", "closed_by_scan", "late", "reworked", "reassigned", "refused",
    "signed_by_time", "opened", "reworking", "verifying", "closed", "closed", "passed", "extended", "deferred",
    "terminated", "dispute_rejected", "redirected", "extension_refused", "resumed", "revoked", "dispute_corrected",
    "handed_down", "unlisted", "taken_back", "listed",
    "deferral_refused", "dispute_upheld", "extension_withdrawn", "deferral_withdrawn",
)  # fmt: skip
_PLAN_YOUNG = ("plan_waiting", "plan_due", "plan_returned")
_PLAN_MIDDLE = ("rectifying", "plan_waiting", "plan_again", "plan_signing", "rectifying", "plan_verifying")
_PLAN_OLD = ("plan_closed", "plan_closed", "rectifying", "plan_passed", "plan_reworked", "plan_verifying")


def begin_life(world: World, finding_id: int, trip: Trip) -> None:
    """Deal a delivered problem its life and let it begin; nobody opens the ones just delivered."""
    finding = db.session.get_one(Finding, finding_id)
    live(world, finding_id, "unopened" if trip.ending == "fresh" else trip.life or _deal(world, finding))


def live(world: World, finding_id: int, name: str) -> None:
    """Let a delivered problem begin a life."""
    finding = db.session.get_one(Finding, finding_id)
    case = Case(finding.id, str(finding.number), finding.lead_unit_id or 0, finding.category, finding.grade)
    world.timeline.begin(_signed_by_time(finding))
    world.timeline.begin(_life(world, case, LIVES[name]))


def _deal(world: World, finding: Finding) -> str:
    age = world.calendar.between(clock.today(), clock.day_of(world.timeline.end))
    decks = (_PLAN_YOUNG, _PLAN_MIDDLE, _PLAN_OLD) if finding.needs_plan else (_YOUNG, _MIDDLE, _OLD)
    young, middle = (3, 10) if finding.needs_plan else (1, 6)
    band = 0 if age <= young else 1 if age <= middle else 2
    police = finding.lead_unit_id in world.police
    name = world.deal((band, finding.needs_plan, police), decks[band])
    if finding.due is None and name in _NEEDS_DUE:
        name = "closed"
    at_once = finding.grade is Grade.FIX_NOW and name == "closed"
    return "closed_at_once" if at_once else name


def _life(world: World, case: Case, life: Life) -> Story:
    for days, deed in life:
        yield world.after(days, world.pick((9, 10, 11, 14, 15, 16)))
        _deed(deed)(world, case)


def _deed(name: str) -> Callable[[World, Case], None]:
    return DEEDS[name]


def _signed_by_time(finding: Finding) -> Story:
    """Let the system sign at the end of C2, as its worker would."""
    if finding.stage_due is not None:
        yield clock.at(finding.stage_due + timedelta(days=1), time(0, 1))
        auto_accept(finding.id)
