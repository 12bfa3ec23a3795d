"""`demo load` and `demo clear` touch nothing real."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.audit.queries import count_entries
from inspect_app.commands.demo_world import loading
from inspect_app.commands.demo_world.loading import has_files, is_empty
from inspect_app.config import Mode, Settings
from inspect_app.database import db
from inspect_app.evidence.actions import keep_document
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import FileKind
from inspect_app.foundation import clock
from tests.factories import keep, make_campaign, make_unit


def _run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["demo", *words])
    return done.exit_code, done.output


def test_nothing_is_loaded_where_something_is(app: Flask) -> None:
    with app.app_context():
        make_unit("真实的局")
    code, said = _run(app, "load", "--seed", "3")
    assert code == 1
    assert "已经有数据" in said


def test_if_empty_says_so_and_leaves_it_at_that(app: Flask) -> None:
    with app.app_context():
        make_unit("真实的局")
    assert _run(app, "load", "--if-empty") == (0, "已有数据，演示数据没有装入。\n")


def test_nothing_is_loaded_beside_files_of_somebody(app: Flask) -> None:
    with app.app_context():
        keep_document(b"somebody's")
    code, said = _run(app, "load")
    assert (code, "文件存储里已经有文件" in said) == (1, True)


@pytest.mark.parametrize("word", ["load", "clear"])
def test_production_refuses(app: Flask, settings: Settings, word: str) -> None:
    app.extensions["inspect_settings"] = replace(settings, mode=Mode.PRODUCTION)
    assert _run(app, word) == (1, "Error: 正式模式下没有演示数据。\n")


def test_clear_is_refused_once_a_real_campaign_exists(app: Flask) -> None:
    with app.app_context():
        make_campaign(name="真的专项")
    code, said = _run(app, "clear")
    assert code == 1
    assert "专项“真的专项”" in said
    with app.app_context():
        assert not is_empty()


def test_clear_starts_database_chain_and_files_anew(app: Flask) -> None:
    with app.app_context():
        make_demo_file()
    code, said = _run(app, "clear")
    assert code == 0, said
    with app.app_context():
        assert is_empty()
        assert not has_files()
        assert count_entries() == 0


def make_demo_file() -> None:
    """Store a file that a row knows of, as the demo does."""
    key = keep_document(b"a picture")
    keep(
        StoredFile(
            public_id="demo",
            kind=FileKind.PDF,
            sha256="0",
            size=9,
            media_type="application/pdf",
            original_key=key,
            received_at=clock.now(),
        )
    )
    db.session.rollback()


def test_clear_leaves_files_that_no_row_knows(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        stranger = keep_document(b"of another database")
    assert _run(app, "clear")[0] == 0
    assert (tmp_path / "data" / "files" / stranger).is_file()


def test_a_load_that_fails_leaves_nothing_behind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_pictures: object, _copies: object) -> None:
        keep_document(b"half of it")
        raise RuntimeError("the power went")

    monkeypatch.setattr(loading, "_play", lambda *_: None)
    monkeypatch.setattr(loading, "_show_copies", fail)
    with app.app_context(), pytest.raises(RuntimeError, match="power"):
        loading.load(1)
    with app.app_context():
        assert is_empty()
        assert not has_files()
