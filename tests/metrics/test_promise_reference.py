"""The numbers of 承诺兑现 against a slow reading of the same rows in plain Python, trial by trial."""

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest

from inspect_app.access import Role
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.rules import minutes_promised
from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.metrics.queries.promise import league, matter_rows, rates_of, standings
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import PromiseLine
from inspect_app.visits.models import Trial
from inspect_app.visits.vocabulary import ScriptBreak, TrialOutcome
from tests.conftest import Scale
from tests.factories import make_actor, make_item, make_window
from tests.metrics.promising import papers, told, tried, visit_of
from tests.metrics.test_promise_counts import seen_by

pytestmark = pytest.mark.usefixtures("app_context")
L = PromiseLine
_PROMISES = (
    {"trips": TripPromise.ZERO, "promised_amount": 0, "promised_unit": TimeUnit.MINUTES},
    {"trips": TripPromise.ONE, "promised_amount": 20, "promised_unit": TimeUnit.MINUTES, "id_only": True},
    {"trips": TripPromise.ONE, "promised_amount": 3, "promised_unit": TimeUnit.WORKDAYS},
    {"trips": TripPromise.MORE, "promised_amount": 0, "promised_unit": TimeUnit.WORKDAYS},
    {"trips": None, "promised_amount": None, "promised_unit": None, "id_only": True},
)  # fmt: skip
_MOST: dict[TripPromise | None, int] = {TripPromise.ZERO: 0, TripPromise.ONE: 1}
_PAPERS = (
    [], papers(("居民身份证",)), papers(("居民身份证", "照片")), papers(("身份证",), beyond=("户口簿",)),
    papers(("身份证",), cancelled=("无房证明",)),
)  # fmt: skip


def held(item: ServiceItem, trial: Trial) -> dict[PromiseLine, bool]:
    """Return what a trial tested, and whether it was kept, as the definitions say it."""
    found = papers_held(item, trial)
    if item.trips in _MOST and trial.trips is not None and trial.papers_complete is not False:
        found[L.TRIPS] = trial.trips <= _MOST[item.trips]
    time = time_held(item, trial)
    if time is not None:
        found[L.TIME] = time
    if found:
        found[L.KEPT] = all(found.values())
    if trial.told:
        found[L.TOLD] = all(point["told"] for point in trial.told)
    return found


def papers_held(item: ServiceItem, trial: Trial) -> dict[PromiseLine, bool]:
    if not trial.papers:
        return {}
    origins = {paper["origin"] for paper in trial.papers}
    found = {L.PAPERS: "beyond" not in origins, L.CANCELLED: "cancelled" not in origins}
    if item.id_only:
        found[L.ID_ONLY] = all(paper["name"].startswith(("身份证", "居民身份证")) for paper in trial.papers)
    return found


def time_held(item: ServiceItem, trial: Trial) -> bool | None:
    minutes = minutes_promised(item.promised_amount, item.promised_unit)
    if item.promised_amount is None:
        return None
    if minutes is not None:
        return None if trial.handled_minutes is None else trial.handled_minutes <= minutes
    if trial.result_workdays is not None:
        return trial.result_workdays <= item.promised_amount
    return True if trial.outcome is TrialOutcome.DONE and (trial.trips or 0) <= 1 else None


def counted(verdicts: Iterable[dict[PromiseLine, bool]]) -> dict[PromiseLine, tuple[int, int]]:
    sums: dict[PromiseLine, list[int]] = defaultdict(lambda: [0, 0])
    for verdict in verdicts:
        for line, kept in verdict.items():
            sums[line][0] += kept
            sums[line][1] += 1
    return {line: (n, d) for line, (n, d) in sums.items()}


def world(count: int) -> list[tuple[ServiceItem, Trial]]:
    dice = random.Random(11)
    items = [make_item(**promise) for promise in _PROMISES for _ in range(2)]
    windows = [make_window() for _ in range(3)]
    found = []
    for _ in range(count):
        item, result = dice.choice(items), dice.choice((None, None, 0, 2, 4))
        visit = visit_of(dice.choice(windows))
        values: dict[str, Any] = {
            "trips": dice.choice((None, 0, 1, 1, 2, 3)), "papers_complete": dice.choice((True, True, False, None)),
            "papers": dice.choice(_PAPERS), "told": dice.choice(([], told(True), told(True, False))),
            "handled_minutes": dice.choice((None, 5, 20, 21)), "outcome": dice.choice(list(TrialOutcome)),
            "result_workdays": result, "result_on": None if result is None else visit.planned_on,
            "script_break": dice.choice((None, None, None, ScriptBreak.DEPARTED)),
        }  # fmt: skip
        found.append((item, tried(item, visit=visit, **values)))
    return [(item, trial) for item, trial in found if trial.script_break is None]


def test_every_number_is_what_reading_each_trial_says(scale: Scale) -> None:
    by_item: dict[int, list[dict[PromiseLine, bool]]] = defaultdict(list)
    tried_often: dict[int, list[int]] = defaultdict(list)
    for item, trial in world(scale(120, 1500)):
        verdict = held(item, trial)
        by_item[item.id].append(verdict)
        if L.TRIPS in verdict:
            tried_often[item.id].append(trial.trips or 0)
    scope = seen_by(make_actor(Role.OFFICE_CLERK))
    read = {row.item_id: {line: (one.n, one.d) for line, one in row.lines.items() if one.d} for row in league(scope)}
    assert read == {item_id: counted(verdicts) for item_id, verdicts in by_item.items()}
    everything = counted(verdict for verdicts in by_item.values() for verdict in verdicts)
    asked, tested = everything[L.CANCELLED]
    rates = {rate.name: (rate.n, rate.d) for rate in rates_of(scope)}
    assert {name: rates[named(name)] for name in ("kept", "told_once", "cancelled_asked", "promise_gap")} == {
        "kept": everything[L.KEPT], "told_once": everything[L.TOLD], "cancelled_asked": (tested - asked, tested),
        "promise_gap": (sum(max(trips) > 1 for trips in tried_often.values()), len(tried_often)),
    }  # fmt: skip


def test_a_page_of_the_league_is_a_part_of_the_whole(scale: Scale) -> None:
    world(scale(60, 600))
    scope = seen_by(make_actor(Role.OFFICE_CLERK))
    whole, order = league(scope), standings(scope)
    assert [(one.item_id, one.rank, one.kept) for one in order] == [(row.item_id, row.rank, row.kept) for row in whole]
    assert [row for start in range(0, len(order), 3) for row in matter_rows(scope, order[start : start + 3])] == whole
    every = rates_of(scope)
    for keys in (("trips", "promise_gap"), ("phone_through",), ("kept", "guide")):
        names = {named(key) for key in keys}
        assert rates_of(scope, keys) == [rate for rate in every if rate.name in names]
