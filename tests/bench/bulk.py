"""Five hundred findings at once, from the press of the button to the answer, beside the rows it must write."""

import time
from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import insert, select, update

from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions.bulk import put_together
from inspect_app.rectification.models import BulkBatch
from inspect_app.rectification.queries.bulk import Versions
from inspect_app.rectification.rules.bulk import MOST_ROWS, BulkVerb
from tests.bench.load import Call, run
from tests.bench.report import Line, Report
from tests.bench.servers import serving
from tests.bench.signing import sign_in
from tests.bench.worlds import World
from tests.databases import open_app

_GOAL_MS = 5_000.0
_CLERK = "office_clerk1"
_OPEN = (FindingStatus.ACCEPTED, FindingStatus.RECTIFYING)


def measure_bulk(report: Report, backend: str, world: World, *, quick: bool) -> None:
    """Remind of 500 and lengthen the term of 500, each time others."""
    times = 1 if quick else 3
    with open_app(world.settings) as app, app.app_context():
        floor = report.add(Line(backend, world.size, f"地板 写 {MOST_ROWS} 条", _bare(world, times)))
        cookie, token = sign_in(app, world.people[_CLERK])
        sheets = {
            BulkVerb.REMIND: {"note": "请抓紧办理"},
            BulkVerb.EXTEND: {"due": f"{clock.today() + timedelta(days=60)}", "reason": "系统升级推迟"},
        }
        batches = {verb: _batches(app, world, verb, times) for verb in sheets}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    with serving("wsgi:app", world.settings) as server:
        for verb, sheet in sheets.items():
            body = urlencode({**sheet, "csrf_token": token}).encode()
            calls = [Call("POST", f"/ledger/bulk/{each}", body, headers) for each in batches[verb]]
            page = Call("GET", calls[0].path, headers={"Cookie": cookie})
            run(server.port, [page] * 4, 2)  # both workers have it warm
            look = run(server.port, [page] * 3, 1)
            load = run(server.port, calls, 1)
            line = Line(backend, world.size, f"批量{verb.label} {MOST_ROWS} 条", load.times, floor=floor.at(0.5))
            line.goal, line.met = f"≤ {_GOAL_MS / 1000:.0f} s", max(load.times) <= _GOAL_MS
            line.remark = _done(world, batches[verb])
            if load.statuses.keys() != {303} or look.statuses.keys() != {200}:
                line.met, line.remark = False, f"answers {look.statuses} {load.statuses}"
            report.add(line)
            report.add(Line(backend, world.size, f"批量{verb.label} 确认页", look.times))


def _done(world: World, tokens: list[str]) -> str:
    with open_app(world.settings) as app, app.app_context():
        rows = db.session.scalars(select(BulkBatch).where(BulkBatch.token.in_(tokens))).all()
        return f"办成 {sum(len(row.versions) - len(row.refusals) for row in rows)}/{sum(len(r.versions) for r in rows)}"


def _chosen(place: int) -> Versions:
    """Return 500 open findings, others for each place."""
    query = select(Finding.id, Finding.version).where(Finding.status.in_(_OPEN)).order_by(Finding.id.desc())
    return {key: version for key, version in db.session.execute(query.offset(place * MOST_ROWS).limit(MOST_ROWS))}


def _give_time(versions: Versions) -> None:
    """Let their terms still run, or nobody could lengthen them."""
    later = clock.today() + timedelta(days=20)
    running = update(Finding).where(Finding.id.in_(versions)).values(due=later, lamp_due=later)
    db.session.execute(running.execution_options(synchronize_session=False))


def _batches(app: Flask, world: World, verb: BulkVerb, times: int) -> list[str]:
    actor = actor_of(db.session.get_one(Person, world.people[_CLERK]))
    tokens = []
    for place in range(times):
        chosen = _chosen(place)
        with transaction():
            _give_time(chosen)
            tokens.append(put_together(actor, verb, chosen, "").token)
    return tokens


def _bare(world: World, times: int) -> list[float]:
    """Write what no bulk can do without: one change and one event a row, in one transaction that comes to nothing."""
    found = []
    for place in range(times):
        chosen = _chosen(place)
        begun = time.perf_counter()
        try:
            with transaction() as session:
                for key, version in chosen.items():
                    session.execute(update(Finding).where(Finding.id == key).values(version=version + 1))
                    session.execute(insert(FindingEvent), _event(key))
                raise ZeroDivisionError
        except ZeroDivisionError:
            found.append((time.perf_counter() - begun) * 1000)
    return found


def _event(key: int) -> dict[str, object]:
    status = FindingStatus.RECTIFYING
    return {
        "finding_id": key, "at": clock.now(), "step": Step.REMIND, "from_status": status, "to_status": status,
        "actor_name": "某人", "for_office": False, "text": "", "payload": {},
    }  # fmt: skip
