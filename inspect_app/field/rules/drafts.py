"""How long the server keeps a draft: ninety days behind its campaign, after two warnings."""

from datetime import date, timedelta

from inspect_app.field.vocabulary import DraftStep

KEPT_FOR = timedelta(days=90)
# So many days before its end a draft's author is warned the first and the second time.
WARNED_BEFORE = (timedelta(days=30), timedelta(days=7))


def draft_expires(campaign_ends: date) -> date:
    """Return the first day on which a draft of a campaign may be deleted."""
    return campaign_ends + KEPT_FOR


def draft_step(campaign_ends: date, warned: int, today: date) -> DraftStep:
    """Say what is due for a draft today: nothing, the next warning, or its end once both warnings were given."""
    expires = draft_expires(campaign_ends)
    if warned < len(WARNED_BEFORE):
        return DraftStep.WARN if today >= expires - WARNED_BEFORE[warned] else DraftStep.KEEP
    return DraftStep.DELETE if today >= expires else DraftStep.KEEP
