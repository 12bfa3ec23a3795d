"""Tables of notices: the papers themselves, and how they go out."""

from inspect_app.notices.models.bulletins import (
    Bulletin,
    BulletinArticle,
    BulletinAttachment,
    BulletinCorrection,
    BulletinDelivery,
    BulletinDocument,
    BulletinSeries,
)
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
    "Bulletin",
    "BulletinArticle",
    "BulletinAttachment",
    "BulletinCorrection",
    "BulletinDelivery",
    "BulletinDocument",
    "BulletinSeries",
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
