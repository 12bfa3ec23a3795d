"""The server's copy of a draft: saved over the revision the tablet knew, warned about, and at last taken away."""

import msgspec
from sqlalchemy import delete, select, update

from inspect_app.access import Actor
from inspect_app.campaigns.models import Campaign
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.field.actions.receiving import begin_visit, note, put_once
from inspect_app.field.models import Draft
from inspect_app.field.queries.receiving import BODY
from inspect_app.field.rules.drafts import draft_step
from inspect_app.field.vocabulary import DraftStep
from inspect_app.field.vocabulary.protocol import DraftSent
from inspect_app.field.vocabulary.receiving import VisitFacts
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitStatus

_HANDED_IN = (VisitStatus.RECEIVED, VisitStatus.ACCEPTED)


def save_draft(actor: Actor, visit: VisitFacts, sent: DraftSent) -> tuple[Draft, bool]:
    """Keep a draft over the revision it was made from; return what stands, and whether this one was kept.

    Only the first save is recorded in the audit: what follows are keystrokes, not deeds.
    """
    if visit.status in _HANDED_IN:
        raise Refused(f"这次走访已经交了，回执号 {visit.receipt}，不能再改。")
    now = clock.now()
    values = {
        "rev": sent.rev + 1,
        "body_seal": current_sealer().seal(msgspec.json.encode(sent.body), BODY),
        "saved_at": now,
        "warned": 0,
    }
    if sent.rev == 0:
        kept = put_once(Draft, {"visit_id": visit.visit_id, **values})
        if kept:
            begin_visit(visit)
            note(actor, "visit.draft_saved", visit)
    else:
        same = (Draft.visit_id == visit.visit_id) & (Draft.rev == sent.rev)
        kept = bool(db.session.execute(update(Draft).where(same).values(**values)).rowcount)  # type: ignore[attr-defined]
    standing = db.session.get(Draft, visit.visit_id, populate_existing=True)
    if standing is None:
        raise Refused("服务器上的这份草稿已经删掉，请把本机的重新存一次。")
    return standing, kept


def remove_draft(actor: Actor, visit: VisitFacts) -> None:
    """Take the server's copy of a draft away; the tablet's own is nobody's business here."""
    done = db.session.execute(delete(Draft).where(Draft.visit_id == visit.visit_id))
    if done.rowcount:  # type: ignore[attr-defined]
        note(actor, "visit.draft_removed", visit)


def tidy_drafts() -> int:
    """Give each draft its next warning or take it away, as its day has come; return how many went."""
    today, gone = clock.today(), 0
    query = select(Draft, Campaign.ends_on).join(Visit, Visit.id == Draft.visit_id)
    for draft, ends_on in db.session.execute(query.join(Campaign, Campaign.id == Visit.campaign_id)).all():
        step = draft_step(ends_on, draft.warned, today)
        if step is DraftStep.WARN:
            draft.warned += 1
        elif step is DraftStep.DELETE:
            db.session.delete(draft)
            gone += 1
    db.session.flush()
    return gone
