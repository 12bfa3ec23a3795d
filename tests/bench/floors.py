"""The floors: a bare route, a thin endpoint that checks JSON and inserts one row, one that keeps a photo."""

import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Any

from flask import Flask, abort, request
from sqlalchemy import JSON, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

# The listeners of this module give SQLite here the settings it has there.
from inspect_app import database as _same_settings  # noqa: F401

_ANSWERS = 40


class _Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON}  # noqa: RUF012


class Thin(_Base):
    """The one row of a submission without anything around it."""

    __tablename__ = "thin"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    author: Mapped[str] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]


def create_tables(url: str) -> None:
    """Make the one table of the thin endpoint."""
    engine = create_engine(url)
    _Base.metadata.create_all(engine)
    engine.dispose()


def make_thin() -> Flask:
    """Return the thin application on the database of FLOOR_URL."""
    app = Flask("thin")
    url, folder = os.environ["FLOOR_URL"], Path(os.environ["INSPECT_DATA_DIR"]) / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    options = {} if url.startswith("sqlite") else {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    engine = create_engine(url, **options)

    @app.get("/hello")
    def hello() -> str:
        return "ok"

    @app.post("/submit")
    def submit() -> tuple[dict[str, str], int]:
        given = _checked(request.get_json())
        with Session(engine, info={"inspect_writing": True}) as session:
            session.connection(execution_options={"inspect_immediate": True})
            row = Thin(key=uuid.uuid4().hex, author=str(given["author"]), body=given)
            session.add(row)
            session.commit()
            return {"receipt": row.key}, 201

    @app.put("/photo/<name>")
    def photo(name: str) -> tuple[dict[str, str], int]:
        data = request.get_data()
        if hashlib.sha256(data).hexdigest() != name:
            abort(422)
        with (folder / uuid.uuid4().hex).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with Session(engine, info={"inspect_writing": True}) as session:
            session.connection(execution_options={"inspect_immediate": True})
            session.add(Thin(key=uuid.uuid4().hex, author=name, body={}))
            session.commit()
        return {"sha256": name}, 201

    return app


def _checked(given: Any) -> dict[str, Any]:
    answers = given.get("answers") if isinstance(given, dict) else None
    if not isinstance(answers, dict) or len(answers) != _ANSWERS:
        abort(422)
    if any(value.get("choice") not in {"yes", "no", "na"} for value in answers.values()):
        abort(422)
    return given  # type: ignore[no-any-return]


def thin_body(author: str, keys: list[str]) -> bytes:
    """Return the JSON a tablet would send to the thin endpoint."""
    answers = {key: {"choice": "no" if place == 3 else "yes"} for place, key in enumerate(keys)}
    return json.dumps({"author": author, "answers": answers}).encode()
