"""What the office does to see it through, in the hostile world: told to no department before its time."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from inspect_app.accounts.models import Person
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.findings.vocabulary import Level
from inspect_app.foundation import clock
from inspect_app.rectification.models import LookBack, SlipItem, SupervisionSlip, VerificationOrder
from inspect_app.rectification.vocabulary import SlipState, VerificationMethod
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests.factories import keep

if TYPE_CHECKING:
    from tests.hostile.world import World


def supervise(world: "World", visit: Callable[..., Visit]) -> None:
    """A slip the department has, a covert check that is on its way, and a covert look back that is planned."""
    now, clerk = clock.now(), world["person:office_clerk"]
    slip = SupervisionSlip(
        number="督〔2000〕1号", year=2000, sequence=1, level=Level.YELLOW, unit_id=world["unit"],
        state=SlipState.ISSUED, proposed_at=now, issued_at=now, issued_by_id=clerk, demand="请抓紧整改。",
        answer_by=clock.today() + timedelta(days=3),
    )  # fmt: skip
    keep(slip)
    keep(SlipItem(slip_id=slip.id, finding_id=world["finding:accepted"], reason="逾期 1 个工作日", added_at=now))
    shopper = db.session.get_one(Person, world["person:who_goes"])
    sealed = {
        "verifier_seal": current_sealer().seal_author(shopper.id),
        "verifier_tag": current_sealer().author_tag(shopper.id),
    }
    check = visit(world, "check_covert", "who_goes", VisitStatus.PLANNED, VisitMode.COVERT)
    again = visit(world, "again_covert", "who_goes", VisitStatus.PLANNED, VisitMode.COVERT)
    order = VerificationOrder(
        finding_id=world["finding:pending_verification"], round=1, method=VerificationMethod.COVERT,
        visit_id=check.id, ordered_at=now, ordered_by_id=clerk, **sealed,
    )  # fmt: skip
    look = LookBack(
        finding_id=world["finding:closed"], closed_at=now, days=30, due_on=clock.today(), visit_id=again.id
    )  # fmt: skip
    keep(order, look)
    world.ids |= {"slip": slip.id, "look_back": look.id}
