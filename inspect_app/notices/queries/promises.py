"""What a notice says of promises: the rates of the visits it may tell of, in the words of the definitions."""

from datetime import datetime

from inspect_app.metrics.queries.promise import DeskTests, calls_behind, ids_behind, rates_where
from inspect_app.metrics.queries.trials import COUNTS
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.rules.promise import HEADLINE
from inspect_app.notices.queries.visits import told_by
from inspect_app.notices.rules.proofs import RATIO_LISTS
from inspect_app.notices.vocabulary import PromiseRate


def promise_rates(campaign_id: int, until: datetime) -> tuple[PromiseRate, ...]:
    """Return each rate of a campaign up to a moment with its n/d; what nobody tested is left out."""
    told = rates_where([told_by(campaign_id, until), COUNTS], DeskTests(campaign_id, until), HEADLINE)
    found = {rate.name: rate for rate in told}
    rates = ((key, found[named(key)]) for key in HEADLINE)
    return tuple(
        PromiseRate(f"{rate.name}{rate.words.replace(' ', '')}（{rate.made_of}）", key if key in RATIO_LISTS else "")
        for key, rate in rates
        if rate.d
    )


def promise_proofs(campaign_id: int, until: datetime) -> dict[str, list[int]]:
    """Return the ids behind those rates, by the name of the list."""
    told = (told_by(campaign_id, until), COUNTS)
    return ids_behind(*told) | calls_behind(DeskTests(campaign_id, until), *told)
