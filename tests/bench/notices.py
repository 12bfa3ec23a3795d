"""The notice of a day with 200 findings: its page, and its files."""

import time
from datetime import timedelta

from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.views import render_documents
from tests.bench.load import Call, run
from tests.bench.report import Line, Report
from tests.bench.servers import serving
from tests.bench.signing import sign_in
from tests.bench.worlds import NOTICE_FINDINGS, World
from tests.databases import open_app

_TIMES = 12


def measure_notice(report: Report, backend: str, world: World) -> None:
    """Measure the preview through HTTP, then facts and files in this process."""
    with open_app(world.settings) as app, app.app_context():
        cookie, _ = sign_in(app, world.people["office_clerk1"])
        clerk = actor_of(db.session.get_one(Person, world.people["office_clerk1"]))
        with transaction():
            notice = draft_notice(clerk, 2, clock.today() - timedelta(days=1))
        facts = facts_of(notice)
        found = len(facts.new_findings)
        begun = time.perf_counter()
        render_documents(facts)
        files = (time.perf_counter() - begun) * 1000
        path = f"/notices/{notice.id}"
    with serving("wsgi:app", world.settings) as server:
        call = Call("GET", path, headers={"Cookie": cookie})
        run(server.port, [call] * 4, 2)
        load = run(server.port, [call] * _TIMES, 1)
        line = Line(backend, world.size, "通报预览（当天 200 条）", load.times, memory=server.peak())
    line.remark = f"{found} 条" if load.statuses.keys() == {200} else f"answers {load.statuses}"
    line.met = None if load.statuses.keys() == {200} and found == NOTICE_FINDINGS else False
    report.add(line)
    report.add(Line(backend, world.size, "通报 Word 和 Excel（200 条）", [files]))
