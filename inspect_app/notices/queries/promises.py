"""What a notice says of promises: the rates of the visits it may tell of, in the words of the definitions."""

from datetime import datetime

from inspect_app.metrics.queries.promise import DeskTests, rates_where
from inspect_app.metrics.queries.trials import COUNTS
from inspect_app.metrics.rules.definitions import named
from inspect_app.notices.queries.visits import told_by

_SAID = ("promise_gap", "one_trip", "trips", "zero_trip", "phone_through")


def promise_words(campaign_id: int, until: datetime) -> tuple[str, ...]:
    """Return each rate of a campaign up to a moment with its n/d; what nobody tested is left out."""
    rates = rates_where([told_by(campaign_id, until), COUNTS], DeskTests(campaign_id, until))
    found = {rate.name: rate for rate in rates}
    said = [found[named(key)] for key in _SAID]
    return tuple(f"{rate.name}{rate.words.replace(' ', '')}（{rate.made_of}）" for rate in said if rate.d)
