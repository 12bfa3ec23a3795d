"""What leaders and meetings ask for, in the hostile world: of a covert visit a department learns nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from inspect_app.access import Actor
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.projects.actions import answering, assigning, instructing, meetings, registering
from inspect_app.projects.vocabulary.assigned import AnswerDraft, AssignDraft, Upload
from inspect_app.projects.vocabulary.instructions import About, InstructionDraft, Subject
from inspect_app.projects.vocabulary.meetings import MeetingDraft, MeetingKind
from inspect_app.projects.vocabulary.registers import PledgeDraft
from inspect_app.visits.models import Visit
from tests.projects.making import PDF

if TYPE_CHECKING:
    from tests.hostile.world import World


def instruct(world: "World", actor: Callable[..., Actor]) -> None:
    """An instruction on a covert finding, a meeting after a covert visit, the work of both, and a pledge."""
    clerk, liaison, today = actor(world, "office_clerk"), actor(world, "dept_liaison"), clock.today()
    draft = AssignDraft((world["unit"],), "请逐项改到位。", today + timedelta(days=9))
    visit = db.session.query(Visit).filter_by(public_id=world["visit:covert"]).one().id
    with transaction():
        words = InstructionDraft(
            "暗访发现的要马上改。", "王某", "市长", today,
            About(Subject.FINDING, world["finding:covert"]), scan=Upload("批示.pdf", PDF),
        )  # fmt: skip
        instruction = instructing.register_from_paper(clerk, words)
        task = assigning.assign_from_instruction(clerk, instruction.id, draft)[0]
        meeting = meetings.add_meeting(clerk, MeetingDraft("暗访后的座谈", MeetingKind.DEBRIEF, today), visit)
        demand = meetings.note_demand(clerk, meeting.id, "暗访看到的逐项改。")
        assigning.assign_from_demand(clerk, demand.id, draft)
        pledge = PledgeDraft(unit_id=world["unit"], words="打得通。", made_by="局长", pledged_on=today, outlet="电台")
        entry = registering.add_entry(clerk, pledge)
    with transaction():
        answering.answer_task(liaison, task.id, AnswerDraft("已改。", uploads=(Upload("通知.pdf", PDF),)))
    file = task.events[-1].files[0].file.public_id
    world.ids |= {
        "instruction_id": instruction.id, "assigned_id": task.id, "meeting_id": meeting.id, "demand_id": demand.id,
        "entry_id": entry.id, "register": "pledges", "assigned_file": file,
    }  # fmt: skip
