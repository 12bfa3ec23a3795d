"""Tables of rectification: answers of a department, requests beside the status, supervision, hands inside a unit."""

from inspect_app.rectification.models.answers import (
    Feedback,
    Milestone,
    PendingSignature,
    RectificationPlan,
    Verification,
)
from inspect_app.rectification.models.archives import CaseArchive
from inspect_app.rectification.models.elsewhere import LookAlikeCheck
from inspect_app.rectification.models.hands import AssistOpinion, DataNeed, DebriefAnswer, Handover, SourceReply
from inspect_app.rectification.models.replies import ReplyTemplate
from inspect_app.rectification.models.requests import Deferral, Dispute, ExtensionRequest
from inspect_app.rectification.models.saved_views import BulkBatch, LedgerLook, SavedView
from inspect_app.rectification.models.supervision import LookBack, SlipItem, SupervisionSlip, VerificationOrder

__all__ = [
    "AssistOpinion",
    "BulkBatch",
    "CaseArchive",
    "DataNeed",
    "DebriefAnswer",
    "Deferral",
    "Dispute",
    "ExtensionRequest",
    "Feedback",
    "Handover",
    "LedgerLook",
    "LookAlikeCheck",
    "LookBack",
    "Milestone",
    "PendingSignature",
    "RectificationPlan",
    "ReplyTemplate",
    "SavedView",
    "SlipItem",
    "SourceReply",
    "SupervisionSlip",
    "Verification",
    "VerificationOrder",
]
