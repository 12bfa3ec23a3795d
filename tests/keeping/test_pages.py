"""The page of backups is red when the last one is old, was never tried, or failed."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.foundation import clock
from inspect_app.keeping.rules.ages import age_in_words, lamp_of
from inspect_app.keeping.vocabulary import BackupDeed
from tests.factories import make_person, sign_in
from tests.keeping.keeping import run

_DAY = timedelta(hours=26)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "0 分钟前"),
        (timedelta(minutes=59), "59 分钟前"),
        (timedelta(minutes=60), "1 小时前"),
        (timedelta(hours=47, minutes=59), "47 小时前"),
        (timedelta(hours=48), "2 天前"),
        (timedelta(days=40), "40 天前"),
    ],
)
def test_an_age_is_said_in_words(age: timedelta, words: str) -> None:
    assert age_in_words(age) == words


def test_a_lamp_turns_red_after_its_limit_and_not_before() -> None:
    now = clock.now()
    assert lamp_of(BackupDeed.CREATED, now - _DAY, now, _DAY).late == ""
    assert lamp_of(BackupDeed.CREATED, now - _DAY - timedelta(seconds=1), now, _DAY).late == "超过 26 小时没有备份"
    assert lamp_of(BackupDeed.REHEARSED, None, now, _DAY).late == "还没有恢复演练过"


def test_the_page_follows_what_is_done_on_the_server(
    client: FlaskClient, app: Flask, tmp_path: Path, key: Path
) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.ADMIN))
    page = client.get("/admin/backups").text
    assert "还没有备份过" in page
    assert "还没有恢复演练过" in page
    archive = tmp_path / "one"
    run(app, "create", archive)
    run(app, "rehearse", archive, "--key", key)
    page = client.get("/admin/backups").text
    assert "备份是新的，也试过能恢复。" in page
    assert page.count(">成功<") == 2
    archive.write_bytes(archive.read_bytes()[:-1])
    run(app, "verify", archive, "--key", key)
    page = client.get("/admin/backups").text
    assert "最近一次核对没有成功。" in page
    with time_machine.travel(clock.now() + timedelta(days=1, hours=3), tick=False):
        with app.app_context():
            sign_in(client, make_person(Role.ADMIN))
        page = client.get("/admin/backups").text
        assert "超过 26 小时没有备份" in page
        assert "没有恢复演练。" not in page
    with time_machine.travel(clock.now() + timedelta(days=36), tick=False):
        with app.app_context():
            sign_in(client, make_person(Role.ADMIN))
        assert "超过 35 天没有恢复演练" in client.get("/admin/backups").text
