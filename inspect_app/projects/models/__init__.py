"""Tables of projects."""

from inspect_app.projects.models.assigned import AssignedEvent, AssignedFile, AssignedTask
from inspect_app.projects.models.instructions import Instruction, InstructionText
from inspect_app.projects.models.meetings import Demand, Meeting
from inspect_app.projects.models.more_registers import (
    MediaReport,
    Pilot,
    Preparation,
    Staffing,
    Training,
    WorkingGroup,
)
from inspect_app.projects.models.registers import (
    Announcement,
    BenefitFigure,
    Commendation,
    EntryVersion,
    Pledge,
    PledgeFinding,
    PolicyDocument,
)
from inspect_app.projects.models.schemes import SchemeItem, SchemeReview, SchemeReviewUnit, SchemeVersion
from inspect_app.projects.models.tough import ProjectStage, ToughProject

__all__ = [
    "Announcement",
    "AssignedEvent",
    "AssignedFile",
    "AssignedTask",
    "BenefitFigure",
    "Commendation",
    "Demand",
    "EntryVersion",
    "Instruction",
    "InstructionText",
    "MediaReport",
    "Meeting",
    "Pilot",
    "Pledge",
    "PledgeFinding",
    "PolicyDocument",
    "Preparation",
    "ProjectStage",
    "SchemeItem",
    "SchemeReview",
    "SchemeReviewUnit",
    "SchemeVersion",
    "Staffing",
    "ToughProject",
    "Training",
    "WorkingGroup",
]
