"""Reads of the drafts the server holds."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.campaigns.models import Campaign
from inspect_app.database import db
from inspect_app.field.models import Draft
from inspect_app.field.queries.receiving import tablet_visits
from inspect_app.field.rules.drafts import draft_expires
from inspect_app.visits.models import Visit


def find_draft(visit_id: int) -> Draft | None:
    """Return the server's copy of a visit's draft, or nothing."""
    return db.session.get(Draft, visit_id, populate_existing=True)


def draft_rows(actor: Actor, *, open_only: bool) -> list[dict[str, Any]]:
    """Return an author's drafts on the server; with the day of their end once a warning was due."""
    query = (
        select(Visit.public_id, Draft.rev, Draft.saved_at, Draft.warned, Campaign.ends_on)
        .join(Visit, Visit.id == Draft.visit_id)
        .join(Campaign, Campaign.id == Visit.campaign_id)
        .where(tablet_visits(actor, open_only=open_only))
        .order_by(Draft.saved_at)
    )
    return [_row(*row) for row in db.session.execute(query).all()]


def _row(visit_id: str, rev: int, saved_at: datetime, warned: int, ends_on: date) -> dict[str, Any]:
    expires = draft_expires(ends_on) if warned else None
    return {"visit_id": visit_id, "rev": rev, "saved_at": saved_at, "expires_on": expires}
