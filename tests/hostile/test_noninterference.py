"""R8: what a department can open is the same, byte for byte, whoever went, with what, at which minute."""

import difflib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import select

from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.messages.actions.gathering import gather
from inspect_app.messages.models import Outgoing
from inspect_app.rectification.actions.reminding_due import remind_due
from tests.conftest import Scale
from tests.databases import Postgres, open_app
from tests.hostile.crawling import Crawl, Said
from tests.hostile.requests import address, rules
from tests.hostile.story import Story
from tests.hostile.test_matrix import declared
from tests.hostile.twins import build_twin, busy, quiet, same_luck
from tests.hostile.world import World

pytestmark = pytest.mark.timeout(900)
Pair = tuple[World, World]
WHO = [
    "dept_liaison",
    *(pytest.param(who, marks=pytest.mark.slow) for who in ("dept_head", "deputy", "section_liaison", "other_head")),
]
# They answer somebody who is signed in with no page of their own; what they answer is compared all the same.
_NO_PAGE = {
    "accounts.sign_in", "accounts.second_step", "voices.hand_back", "dashboard.healthz", "projects.hand_in_schemes",
    "projects.remove_scheme",
}  # fmt: skip


class Twins:
    """Makes worlds that differ only in their stories, each on a database of its own."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder, self._opened = request, folder, ExitStack()

    def world(self, name: str, story: Story) -> World:
        """Build one of them."""
        url = self._postgres() if self._request.param == "postgresql" else self._sqlite(name)
        app = self._opened.enter_context(
            open_app(Settings.for_tests(database_url=url, data_dir=self._folder / name, webhook_url="https://hook.test"))
        )
        app.config["WTF_CSRF_ENABLED"] = False
        return build_twin(app, story)

    def _sqlite(self, name: str) -> str:
        path = self._folder / f"{name}.sqlite3"
        shutil.copy(self._request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"

    def _postgres(self) -> str:
        server: Postgres = self._request.getfixturevalue("postgres")
        database = server.create(self._request.getfixturevalue("postgres_template"))
        self._opened.callback(server.drop, database)
        return server.url(database)

    def close(self) -> None:
        """Close and drop them."""
        self._opened.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Give two worlds that tell two stories."""
    twins = Twins(request, tmp_path_factory.mktemp("twins"))
    yield twins.world("quiet", quiet()), twins.world("busy", busy())
    twins.close()


def _doors(who: str) -> set[str]:
    role = {"deputy": "dept_head", "section_liaison": "dept_liaison", "other_head": "dept_head"}.get(who, who)
    return {door.removeprefix("GET ") for door, roles in declared().items() if door[:4] == "GET " and role in roles}


def _starts(world: World, who: str) -> list[str]:
    doors, things = _doors(who), rules(world.app)
    return ["/", *(address(world, rule) for rule in things if "GET" in (rule.methods or ()) and rule.endpoint in doors)]


@pytest.mark.parametrize("who", WHO)
def test_a_department_cannot_tell_which_world_it_lives_in(pair: Pair, who: str, scale: Scale) -> None:
    one, other = pair
    first = Crawl(one, who).everything(_starts(one, who), scale(1, 12))
    second = Crawl(other, who)
    differing = {path: _difference(said, second.open(path)) for path, said in first.said.items()}
    assert {path: words for path, words in differing.items() if words} == {}
    assert len(first.said) > 100
    if who == "dept_liaison":
        assert _doors(who) - first.reached == _NO_PAGE


@pytest.mark.parametrize("who", WHO)
def test_what_is_sent_to_a_department_is_the_same_in_both_worlds(pair: Pair, who: str) -> None:
    sent = [_digest(world, who) for world in pair]
    assert sent[0] == sent[1]
    # The others have something new to read in some worlds only; what they have is compared above.
    assert len(sent[0]) == 2 or who != "dept_liaison"


@pytest.mark.slow
def test_what_a_department_does_is_answered_alike_and_leads_to_the_same_pages(pair: Pair) -> None:
    """Press every kind of button its pages draw, as the forms stand; then look at everything again."""
    crawls = [Crawl(world, "dept_liaison").everything(_starts(world, "dept_liaison"), 1) for world in pair]
    answers = [crawl.press_everything() for crawl in crawls]
    assert list(answers[0]) == list(answers[1])
    assert {path: words for path, said in answers[0].items() if (words := _difference(said, answers[1][path]))} == {}
    assert len(answers[0]) > 20
    again = [Crawl(crawl.world, "dept_liaison") for crawl in crawls]
    told = {path: _difference(*(crawl.open(path) for crawl in again)) for path in crawls[0].said}
    assert {path: words for path, words in told.items() if words} == {}


def _digest(world: World, who: str) -> list[tuple[str, str, str]]:
    """Write somebody's digest and return what goes out by each channel."""
    person_id = world[f"person:{who}"]
    with world.app.app_context(), same_luck("digest"):
        due = db.session.scalars(select(Finding.lamp_due).where(Finding.number == world["number:told"])).one()
        with clock.reading(lambda: clock.at(due, time(10))), transaction():
            remind_due()
        with transaction():
            gather(person_id, clock.today())
        rows = db.session.scalars(select(Outgoing).where(Outgoing.person_id == person_id).order_by(Outgoing.channel))
        return [(row.channel.value, row.title, row.body) for row in rows]


def _difference(one: Said, other: Said) -> str:
    """Return what tells two answers apart, or nothing."""
    if one == other:
        return ""
    if one.body == other.body:
        return str((one.status, other.status, set(one.headers) ^ set(other.headers)))
    lines = [said.body.decode(errors="replace").splitlines() for said in (one, other)]
    told = [line[:300] for line in difflib.unified_diff(*lines, n=0, lineterm="") if line[:3] not in ("---", "+++")]
    return "\n".join(told[:8])


def test_a_world_that_told_a_minute_would_be_found_out(pair: Pair) -> None:
    """The office's own page of the covert visit does tell: the comparison sees it."""
    one, other = pair
    paths = [f"/visits/{world['visit_covert_id']}" for world in pair]
    crawls = [Crawl(world, "office_director") for world in pair]
    said = [crawl.open(path) for crawl, path in zip(crawls, paths, strict=True)]
    assert [answer.status for answer in said] == [200, 200]
    assert _difference(*said) != ""
