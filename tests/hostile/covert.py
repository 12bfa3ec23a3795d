"""A covert finding that went round once, checked covertly; and one that waits for its release."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from inspect_app.accounts.models import Person, Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.models import FindingFile
from inspect_app.findings.vocabulary import FileStage, FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.actions import plans, verifying
from inspect_app.rectification.actions.feedback import give_feedback
from inspect_app.rectification.vocabulary import VerificationMethod
from inspect_app.visits.models import Trial, Visit, VisitFile
from inspect_app.visits.vocabulary import TrialOutcome, VisitMode, VisitStatus
from tests.factories import actor_of, keep, make_finding
from tests.pictures import photo
from tests.rectification.making import check_draft, feedback_draft, plan_draft

if TYPE_CHECKING:
    from tests.hostile.world import World

SHOPPER_NAME = "欧阳暗访真名"


def moments(world: "World") -> list[datetime]:
    """Return moments whose clock times no other thing of the world shares."""
    if "moments" not in world.ids:
        now = clock.now()
        odd = timedelta(minutes=1 if now.minute % 10 in (1, 3, 7) else 0)
        world.ids["moments"] = [now - ago - odd for ago in world.story.ago]
        world.ids["secret_times"] = [f"{clock.local(moment):%H:%M}" for moment in world.ids["moments"]]
    return list(world.ids["moments"])


def keep_photo(world: "World", who: str, *, covert: bool = False) -> StoredFile:
    """Store a photo that names its maker, and make what people see of it."""
    picture = photo(artist=SHOPPER_NAME, camera=world.story.device)
    with transaction():
        file = store_upload(_actor(world, who), picture, f"{world.story.device}_{SHOPPER_NAME}.jpg", covert=covert)
    make_copies(file.id)
    return file


def covert_case(world: "World", visit_of: Callable[..., Visit]) -> None:
    """Let a covert finding be planned for, reported, checked twice, and another wait."""
    visit = visit_of(world, "covert", "who_goes", VisitStatus.ACCEPTED, VisitMode.COVERT)
    at = clock.now() - timedelta(days=3)
    facts: dict[str, Any] = {
        "visit": visit, "is_covert": True, "unit": db.session.get_one(Unit, world["unit"]),
        "campaign": db.session.get_one(Campaign, world["campaign_id"]),
        "window": db.session.get_one(Window, world["window_id"]),
    }  # fmt: skip
    finding = make_finding(FindingStatus.ACCEPTED, delivered_at=at, needs_plan=True, title="密访得来的问题", **facts)
    queued = make_finding(
        FindingStatus.SUBMITTED, release_at=clock.now() + timedelta(days=2), title="未送达的", **facts
    )
    began, _, checked = moments(world)
    with clock.reading(lambda: began):
        file = keep_photo(world, "who_goes", covert=True)
    keep(
        VisitFile(visit_id=visit.id, file_id=file.id, item_key="look1"),
        FindingFile(finding_id=finding.id, file_id=file.id, stage=FileStage.FOUND),
    )
    world.ids |= {
        "finding:covert": finding.id,
        "number:covert": finding.number,
        "finding:queued": queued.id,
        "covert_file": file.public_id,
        "visit_covert_id": visit.public_id,
    }
    _go_round(world, str(finding.number), checked)
    told = visit_of(world, "covert_told", "who_goes", VisitStatus.ACCEPTED, VisitMode.COVERT)
    _deliver_two(world, facts | {"visit": told})
    _try_the_matter(world, told)


def _deliver_two(world: "World", facts: dict[str, Any]) -> None:
    """Let two problems be delivered with one release, whichever of them was handed in first."""
    release = clock.now() - timedelta(days=1)
    titles = ["没有一次讲清要带什么", "号码机取不出号"]
    for title in reversed(titles) if world.story.last_first else titles:
        found = make_finding(FindingStatus.SUBMITTED, release_at=release, title=title, **facts)
    with clock.reading(lambda: release), transaction():
        world.ids["number:told"] = [one.number for one in deliver(found.id)][0]


def _try_the_matter(world: "World", covert: Visit) -> None:
    """Let the matter be tried covertly and openly on one day; which of both was later, a department isn't told."""
    openly = db.session.query(Visit).filter_by(public_id=world["visit:accepted"]).one()
    with transaction():
        db.session.get_one(Visit, openly.id).submitted_at = clock.now() - timedelta(days=5, hours=3)
    for visit, trips in ((covert, 2), (openly, 1)):
        trial = {"item_id": world["item_id"], "window_id": world["window_id"], "outcome": TrialOutcome.DONE}
        keep(*(Trial(visit_id=visit.id, trips=trips, **trial) for _ in range(2)))


def _go_round(world: "World", number: str, checked: datetime) -> None:
    with transaction():
        plans.submit_plan(_actor(world, "dept_liaison"), number, plan_draft(milestones=()))
    with transaction():
        plans.approve_plan(_actor(world, "office_clerk"), number)
    for passed in (False, True):
        with transaction():
            give_feedback(_actor(world, "dept_head"), number, feedback_draft())
        with clock.reading(lambda: checked), transaction():
            verdict = check_draft(passed=passed, method=VerificationMethod.COVERT)
            verifying.verify(_actor(world, "verifier"), number, verdict)


def _actor(world: "World", name: str) -> Any:
    return actor_of(db.session.get_one(Person, world[f"person:{name}"]))
