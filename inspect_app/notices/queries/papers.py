"""The paper of a notice: what is set for it, else for its campaign, else what the campaign says."""

from sqlalchemy import select

from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.database import db
from inspect_app.notices.models import Notice, NoticePaper
from inspect_app.notices.rules.numbers import DocumentNumber, series_of
from inspect_app.notices.vocabulary import PaperLook
from inspect_app.notices.vocabulary.sending import PaperSettings

_SAME = ("kind", "doc_code", "from_oa", "oa_number", "seal_lines", "secrecy", "urgency", "remark", "printed_by")


def settings_of(campaign: Campaign, notice_id: int | None = None) -> PaperSettings:
    """Return the settings of a notice, or of its campaign; one read."""
    mine = NoticePaper.notice_id.is_(None) if notice_id is None else NoticePaper.notice_id == notice_id
    general = NoticePaper.notice_id.is_(None)
    rows = db.session.scalars(
        select(NoticePaper)
        .where(NoticePaper.campaign_id == campaign.id, mine | general)
        .order_by(NoticePaper.notice_id.is_(None))
    ).all()
    if not rows:
        return PaperSettings(campaign.paper_kind)
    first = rows[0]
    inherited = notice_id is not None and first.notice_id is None
    return PaperSettings(**{name: getattr(first, name) for name in _SAME}, version=0 if inherited else first.version)


def look_of(notice: Notice, issue_no: int | None = None) -> PaperLook:
    """Return the look of a notice's paper; its 文号 stands there once it is known."""
    settings = settings_of(notice.campaign, notice.id)
    return PaperLook(
        kind=settings.kind,
        number=number_of(settings, notice.year, issue_no),
        seal_lines=settings.seal_lines,
        secrecy=settings.secrecy,
        urgency=settings.urgency,
        remark=settings.remark,
        printed_by=settings.printed_by,
    )


def number_of(settings: PaperSettings, year: int, issue_no: int | None) -> str:
    """Return the 文号 as printed: from the OA as typed, of the own series once it is taken."""
    if settings.kind is not PaperKind.RED_HEAD:
        return ""
    if settings.from_oa:
        return settings.oa_number
    return str(DocumentNumber(settings.doc_code, year, issue_no)) if issue_no else ""


def series_for(settings: PaperSettings, campaign: Campaign) -> str:
    """Return the series the next number of a paper is taken from."""
    return series_of(settings.kind, campaign.series, settings.doc_code)
