"""Reads of campaigns."""

from sqlalchemy import select

from inspect_app.campaigns.models import Campaign
from inspect_app.database import db


def campaign_choices() -> list[tuple[int, str]]:
    """Return (id, name) of the campaigns, the newest first, for form fields."""
    rows = db.session.execute(select(Campaign.id, Campaign.name).order_by(Campaign.starts_on.desc(), Campaign.id))
    return [(row.id, row.name) for row in rows]
