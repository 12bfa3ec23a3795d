"""Who reads what of a case. A department sees of a covert visit only 实地督查 and the date (product.md)."""

from inspect_app.access import DEPARTMENT, OFFICE, Actor, Permission, Role, may
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.findings.vocabulary import FileStage, Step
from inspect_app.rectification.vocabulary import Audience, VerificationMethod

ON_SITE_WORD = "实地督查"
OFFICE_WORD = "跑改办"
# What people of the department do; whatever else happens reads 跑改办 there.
DEPARTMENT_STEPS = frozenset(
    {
        Step.ACCEPT,
        Step.REQUEST_RETURN,
        Step.SUBMIT_PLAN,
        Step.FIX_NOW,
        Step.REPORT_PROGRESS,
        Step.REQUEST_CLOSURE,
        Step.REQUEST_EXTENSION,
        Step.WITHDRAW_EXTENSION,
        Step.FILE_DISPUTE,
        Step.REQUEST_DEFERRAL,
        Step.WITHDRAW_DEFERRAL,
        Step.HAND_DOWN,
        Step.PASS_UP,
        Step.TAKE_BACK,
        Step.GIVE_OPINION,
        Step.ANSWER_SLIP,
    }
)
_CHECKS = frozenset({Step.PASS_VERIFICATION, Step.FAIL_VERIFICATION})


def audience_of(actor: Actor) -> Audience:
    """Say as whom somebody reads cases; outside the office, whoever belongs to a department reads as one."""
    if actor.roles & OFFICE:
        return Audience.OFFICE
    if actor.roles & DEPARTMENT:
        return Audience.DEPARTMENT
    if may(actor, Permission.READ_ALL_FINDINGS):
        return Audience.READER
    return Audience.VERIFIER


def found_words(method: VisitMethod, is_covert: bool, group: Role | None, audience: Audience) -> str:
    """Return how a problem was found: group and method of an open visit, of a covert one what may be said."""
    if is_covert:
        return ON_SITE_WORD if audience is Audience.DEPARTMENT else f"暗访，{method.label}"
    return f"{group.label}，{method.label}" if group else method.label


def check_words(method: VerificationMethod, audience: Audience) -> str:
    """Return how a fix was checked; a covert check reads 实地督查 to a department."""
    hidden = method is VerificationMethod.COVERT and audience is Audience.DEPARTMENT
    return ON_SITE_WORD if hidden else method.label


def actor_words(step: Step, name: str, unit: str, audience: Audience) -> str:
    """Return who did a step; people of the office have no names for a department."""
    if step is Step.AUTO_ACCEPT:
        return "系统"
    if audience is Audience.DEPARTMENT and step not in DEPARTMENT_STEPS:
        return OFFICE_WORD
    if not name:
        return "姓名已密封" if step in _CHECKS or step is Step.SUBMIT else OFFICE_WORD
    return f"{unit} {name}".strip()


def date_only(step: Step, audience: Audience) -> bool:
    """Say whether the moment of a step is told to the day only."""
    return audience is Audience.DEPARTMENT and step in _CHECKS


def may_see_file(stage: FileStage, of_covert_check: bool, audience: Audience) -> bool:
    """Say whether a file on a link of the chain may be seen."""
    return not (audience is Audience.DEPARTMENT and stage is FileStage.VERIFICATION and of_covert_check)
