"""Tables of notices: the papers themselves, and how they go out."""

from inspect_app.notices.models.notices import Notice, NoticeCorrection, NoticeDocument, NoticeSeries
from inspect_app.notices.models.printing import NoticePrint
from inspect_app.notices.models.sending import (
    DistributionList,
    DistributionMember,
    NoticeDelivery,
    NoticePaper,
    NoticeProof,
)

__all__ = [
    "DistributionList",
    "DistributionMember",
    "Notice",
    "NoticeCorrection",
    "NoticeDelivery",
    "NoticeDocument",
    "NoticePaper",
    "NoticePrint",
    "NoticeProof",
    "NoticeSeries",
]
