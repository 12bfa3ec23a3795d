"""Earlier findings proposed beside a new one, over everything ever delivered, beside one indexed lookup."""

import time
from collections.abc import Iterator
from random import Random
from typing import Any

from sqlalchemy import bindparam, select, text, update

from inspect_app.access import Actor
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.commands.demo_world.seen import SEEN
from inspect_app.database import Base, db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import proposals_for
from inspect_app.findings.rules.likeness import bands, grams
from inspect_app.foundation import clock
from tests.bench.report import Line, Report
from tests.bench.worlds import World, put
from tests.databases import open_app

_PROBES, _WARM, _GOAL_MS, _BATCH = 60, 6, 50.0, 2000
_PAIRS = tuple(pair for pairs in SEEN.values() for pair in pairs)
_BEGINS = ("上午九点，", "下午两点半，", "陪同群众办事时，", "观察团成员看到，", "现场查看发现，", "群众反映，", "")
_ENDS = ("群众多跑了{}趟。", "现场等了{}分钟。", "在场{}人有意见。", "工作人员没有解释。", "")
_OTHER_WORDS = (("群众", "办事人"), ("窗口", "柜台"), ("工作人员", "经办人"), ("材料", "资料"), ("没有", "未"))


def measure_recurrence(report: Report, backend: str, world: World) -> None:
    """Measure the whole list as the triage page asks for it, in this process; say how many planted ones it finds."""
    with open_app(world.settings) as app, app.app_context():
        with transaction():
            _give_words(world.size)
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        clerk = actor_of(db.session.get_one(Person, world.people["office_clerk1"]))
        probes = [_probe(world.size, place) for place in range(_PROBES)]
        asked = [_ask(clerk, planted, probe) for planted, probe in probes[:_WARM] + probes][_WARM:]
        floor = sorted(_lookup(planted) for planted, _ in probes)[_PROBES // 2]
    line = Line(backend, world.size, "以前的问题提示（窗口、检查项、文字）", [took for took, _ in asked], floor=floor)
    line.ratio = (line.at(0.5) or 0.0) / floor
    line.goal, line.met = f"≤ {_GOAL_MS:.0f} ms", (line.at(0.5) or 0.0) <= _GOAL_MS
    line.remark = f"换个说法再报，原问题在提示里 {sum(found for _, found in asked)}/{_PROBES}"
    report.add(line)


def _ask(clerk: Actor, planted: int, probe: Finding) -> tuple[float, bool]:
    begun = time.perf_counter()
    proposals = proposals_for(clerk, probe)
    took = (time.perf_counter() - begun) * 1000
    db.session.rollback()
    return took, any(one.id == planted for one in proposals)


def _lookup(finding_id: int) -> float:
    begun = time.perf_counter()
    db.session.execute(select(Finding.id, Finding.title).where(Finding.id == finding_id)).one()
    took = (time.perf_counter() - begun) * 1000
    db.session.rollback()
    return took


def _give_words(size: int) -> None:
    """Let every finding say something of its own and be found by it; the index comes last, as in the migration."""
    index = next(one for one in Base.metadata.tables["finding_bands"].indexes if one.name == "ix_finding_bands_band")
    index.drop(db.session.connection())
    table = Base.metadata.tables["findings"]
    change = update(table).where(table.c.id == bindparam("key"))
    change = change.values(title=bindparam("new_title"), fact=bindparam("new_fact"))
    for begin in range(1, size + 1, _BATCH):
        numbers = range(begin, min(begin + _BATCH, size + 1))
        words = {number: _words(number, 2) for number in numbers}
        rows = [{"key": number, "new_title": title, "new_fact": fact} for number, (title, fact) in words.items()]
        db.session.connection().execute(change, rows)
        put("finding_bands", _bands(words))
    index.create(db.session.connection())


def _bands(words: dict[int, tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for number, (title, fact) in words.items():
        yield from ({"finding_id": number, "band": band} for band in bands(grams(title, fact)))


def _words(number: int, lost: int, again: int = 0) -> tuple[str, str]:
    """Return what somebody writes of a finding; `again` is somebody else who writes of the same, and loses letters."""
    title, fact = Random(number).choice(_PAIRS)
    dice = Random(number * 100 + again)
    told = dice.choice(_BEGINS) + fact + dice.choice(_ENDS).format(dice.randint(2, 90))
    for word, other in _OTHER_WORDS:
        if dice.random() < 0.25:
            title, told = title.replace(word, other), told.replace(word, other)
    letters = list(told)
    for _ in range(lost):
        letters.pop(dice.randrange(len(letters)))
    return title, "".join(letters)


def _probe(size: int, place: int) -> tuple[int, Finding]:
    """Return a finding of the past and, unsaved, the same told by somebody else at the same department."""
    planted = size - 1 - place * (size // (2 * _PROBES))
    was = db.session.execute(select(Finding.lead_unit_id, Finding.window_id).where(Finding.id == planted)).one()
    title, fact = _words(planted, 4, again=1)
    probe = Finding(id=0, title=title, fact=fact, campaign_id=1, found_on=clock.today(), lead_unit_id=was.lead_unit_id)
    probe.window_id = was.window_id
    return planted, probe
