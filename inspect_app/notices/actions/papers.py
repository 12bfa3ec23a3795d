"""Set how the papers of a campaign, or one notice, look and are numbered."""

from dataclasses import replace

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.notices.actions.drafting import lock_notice
from inspect_app.notices.models import NoticePaper
from inspect_app.notices.rules.numbers import check_code, read_number
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.sending import PaperSettings

_MOST_SEAL_LINES = 6
_KEPT = ("kind", "doc_code", "from_oa", "oa_number", "seal_lines", "secrecy", "urgency", "remark", "printed_by")


def set_paper(actor: Actor, campaign_id: int, wanted: PaperSettings, notice_id: int | None = None) -> NoticePaper:
    """Set the paper of a campaign, or of one notice of it; raise Conflict when somebody saved first."""
    if not may(actor, Permission.DRAFT_NOTICE):
        raise NotAllowed("公文格式由跑改办设置。")
    if db.session.get(Campaign, campaign_id, with_for_update=True) is None:
        raise Missing()
    if notice_id is not None and lock_notice(notice_id).state is NoticeState.ISSUED:
        raise Refused("已签发的通报不再改，格式和文号都已定稿。")
    wanted = _checked(wanted, of_notice=notice_id is not None)
    mine = NoticePaper.notice_id.is_(None) if notice_id is None else NoticePaper.notice_id == notice_id
    row = db.session.scalars(select(NoticePaper).where(NoticePaper.campaign_id == campaign_id, mine)).one_or_none()
    if wanted.version != (row.version if row is not None else 0):
        theirs = {} if row is None else {"文种": row.kind.label, "机关代字": row.doc_code, "文号": row.oa_number}
        mine_texts = {"文种": wanted.kind.label, "机关代字": wanted.doc_code, "文号": wanted.oa_number}
        raise Conflict("公文格式刚被同事改过，请对照后再存。", mine=mine_texts, theirs=theirs)
    if row is None:
        row = NoticePaper(campaign_id=campaign_id, notice_id=notice_id)
        db.session.add(row)
    for name in _KEPT:
        setattr(row, name, getattr(wanted, name))
    subject = ("campaign", campaign_id) if notice_id is None else ("notice", notice_id)
    record(
        actor, "notice.paper_set", *subject, permission=Permission.DRAFT_NOTICE,
        paper_kind=wanted.kind.value, number=wanted.oa_number or wanted.doc_code,
    )  # fmt: skip
    db.session.flush()
    return row


def _checked(wanted: PaperSettings, *, of_notice: bool) -> PaperSettings:
    if not 0 <= wanted.seal_lines <= _MOST_SEAL_LINES:
        raise Invalid(f"留盖章的行数在 0 到 {_MOST_SEAL_LINES} 之间。", "seal_lines")
    if wanted.kind is not PaperKind.RED_HEAD:
        return replace(wanted, from_oa=False, oa_number="")
    if not wanted.from_oa:
        return replace(wanted, doc_code=check_code(wanted.doc_code), oa_number="")
    if not of_notice:
        return replace(wanted, oa_number="")
    return replace(wanted, oa_number=str(read_number(wanted.oa_number)) if wanted.oa_number else "")
