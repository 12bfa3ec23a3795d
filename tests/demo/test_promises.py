"""The demo's league of matters tells a story: promises kept, promises broken, and some broken at two windows."""

from datetime import timedelta

from flask import Flask

from inspect_app.accounts.queries import actor_of, find_by_username
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise import PromiseScope, league, rates_of, reader_of
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import Period


def test_the_league_of_the_demo_tells_a_story(world: Flask) -> None:
    director = find_by_username("director1")
    assert director is not None
    actor, today = actor_of(director), clock.today()
    scope = PromiseScope(actor, reader_of(actor), Period(today - timedelta(days=364), today))
    rows, rates = league(scope), {rate.name: rate for rate in rates_of(scope)}
    assert 0 < sum(row.kept.n == row.kept.d for row in rows) < len(rows)
    assert any(row.rank for row in rows)
    assert all(rates[named(key)].d for key in ("promise_gap", "one_trip", "zero_trip", "phone_through", "guide"))
