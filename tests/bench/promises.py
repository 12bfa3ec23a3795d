"""承诺兑现: the league over one matter for every twenty trials and one matter's page, beside one bare grouping."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import func, select, text

from inspect_app.access import Actor
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise import (
    PromiseScope,
    get_matter,
    league,
    matter_rows,
    months_of,
    rates_of,
    reader_of,
    standings,
)
from inspect_app.metrics.rules.promise import HEADLINE
from inspect_app.metrics.vocabulary import Period
from inspect_app.visits.models import Trial, Visit
from inspect_app.web.paging import PAGE_SIZE
from tests.bench.report import Line, Report
from tests.bench.worlds import World, put
from tests.databases import open_app

_TRIALS_PER_MATTER, _TRIALS_PER_VISIT = 20, 4
_PAGE_MS, _WHOLE_MS, _DAYS = 500.0, 2_000.0, 700
_PAPERS = (
    [{"name": "居民身份证", "origin": "listed"}],
    [{"name": "居民身份证", "origin": "listed"}, {"name": "单位介绍信", "origin": "beyond"}],
    [{"name": "户口簿", "origin": "listed"}, {"name": "无房证明", "origin": "cancelled"}],
)
_TOLD = ([{"point": "材料", "told": True}], [{"point": "材料", "told": True}, {"point": "时间", "told": False}], [])


def measure_promises(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Measure in this process: the league with its rates, and one matter with its months."""
    times = 2 if quick else 7
    with open_app(world.settings) as app, app.app_context():
        with transaction():
            _fill(world.size)
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        scope = _scope(actor_of(db.session.get_one(Person, world.people["office_director3"])))
        floor = report.add(Line(backend, world.size, "承诺兑现 下限：按事项数一遍", _taken(_bare, times)))
        size = f"{len(standings(scope))} 个事项"
        for name, ask, goal_ms in (
            (f"承诺兑现 一页，共 {size}", lambda: _page(scope), _PAGE_MS),
            (f"承诺兑现 Excel，{size}", lambda: (league(scope), rates_of(scope)), _WHOLE_MS),
            ("承诺兑现 一个事项", lambda: (get_matter(scope, 1), months_of(scope, 1)), _PAGE_MS),
        ):
            line = Line(backend, world.size, name, _taken(ask, times), floor=floor.at(0.5))
            line.ratio = (line.at(0.5) or 0.0) / (line.floor or 1.0)
            line.goal, line.met = f"≤ {goal_ms / 1000:.1f} s", (line.at(0.5) or 0.0) <= goal_ms
            report.add(line)


def _page(scope: PromiseScope) -> Any:
    """Read what the league's page reads."""
    order = standings(scope)
    return matter_rows(scope, order[:PAGE_SIZE]), rates_of(scope, HEADLINE)


def _scope(actor: Actor) -> PromiseScope:
    today = clock.today()
    return PromiseScope(actor, reader_of(actor), Period(today - timedelta(days=_DAYS), today))


def _taken(ask: Callable[[], Any], times: int) -> list[float]:
    ask()
    found = []
    for _ in range(times):
        begun = perf_counter()
        ask()
        found.append((perf_counter() - begun) * 1000)
        db.session.rollback()
    return found


def _bare() -> Any:
    query = select(Trial.item_id, func.count(), func.sum(Trial.trips)).join(Visit, Visit.id == Trial.visit_id)
    return db.session.execute(query.group_by(Trial.item_id)).all()


def _fill(size: int) -> None:
    matters = max(1, size // _TRIALS_PER_MATTER)
    put("service_items", (_matter(number) for number in range(1, matters + 1)))
    put("trials", _trials(size, matters))


def _matter(number: int) -> dict[str, Any]:
    return {
        "id": number, "code": f"I{number:05d}", "name": f"第{number}项事项", "unit_id": number % 44 + 1,
        "audience": "person", "one_thing": "", "trips": ("0", "1", "1", "more")[number % 4], "id_only": number % 3 == 0,
        "online": False, "mobile": False, "city_wide": False, "promised_amount": 30, "promised_unit": "minutes",
        "batch": f"第{number % 3}批", "active": True, "version": 1,
    }  # fmt: skip


def _trials(size: int, matters: int) -> Iterator[dict[str, Any]]:
    dice, visits = Random(size), max(1, size // _TRIALS_PER_VISIT)
    for number in range(1, size + 1):
        yield {
            "id": number, "visit_id": number % visits + 1, "sort_no": 0, "item_id": number % matters + 1,
            "window_id": number % 60 + 1, "persona": "", "papers_complete": dice.random() < 0.9, "steps": [],
            "papers": dice.choice(_PAPERS), "told": dice.choice(_TOLD), "trips": dice.choice((0, 1, 1, 1, 2, 3)),
            "waited_minutes": 9, "handled_minutes": dice.randint(5, 45), "outcome": "done", "note": "",
        }  # fmt: skip
