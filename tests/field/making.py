"""Photos and checklists for tests of the author's pages."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.database import db
from inspect_app.visits.models import Visit
from tests import factories


def tiny_photo(colour: str = "teal") -> bytes:
    """Return a small real JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def item(key: str, kind: str = "yes_no", **values: Any) -> dict[str, Any]:
    """Return an item of a body."""
    return {"key": key, "kind": kind, "text": f"{key}做到了", "weight": 1, "suggestion": "请按要求整改"} | values


def body(look: list[dict[str, Any]], ask: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a body with these items."""
    parts = (("look", "现场看", look), ("do", "具体办", []), ("ask", "跟踪问", ask or []))
    return {"parts": [{"key": key, "label": label, "items": items} for key, label, items in parts]}


def every_kind() -> ChecklistVersion:
    """Make a published version with one item of every kind."""
    options = [{"key": "a", "label": "都有"}, {"key": "b", "label": "没有", "fails": True}]
    points = [{"key": "p1", "label": "要带的材料"}, {"key": "p2", "label": "多久办好"}]
    items = [
        item("q1", clause="规范 5.4", critical=True),
        item("single", "single", options=options),
        item("multi", "multiple", options=options),
        item("wait", "number", unit="分钟", min=0, max=600, pass_max=15),
        item("stars", "rating"),
        item("words", "text"),
        item("clock", "time"),
        item("shot", "photo"),
        item("phone", "phone_test"),
        item("told", "told_list", points_to_tell=points),
        item("why", "text", show_when=["eq", ["ref", "q1"], "no"], text="为什么没有做到"),
    ]
    return factories.make_version(body(items))


WHOLE = {
    "answer-q1": "no",
    "answer-q1.note": "没有讲清材料",
    "answer-single": "a",
    "answer-multi": ["a"],
    "answer-wait": "２０",
    "answer-stars": "4",
    "answer-words": "都好",
    "answer-clock": "09:30",
    "answer-shot.skip": "na",
    "answer-shot.reason": "大厅不许拍照",
    "answer-phone.number": "0574-81230000",
    "answer-phone.dialled_at": "2026-11-20T09:30",
    "answer-phone.reached": "not_answered",
    "answer-told.told.p1": "yes",
    "answer-told.told.p2": "no",
    "answer-why": "窗口忙",
}


def begin(app: Flask, client: FlaskClient, version: Any = None, role: Role = Role.INSPECTOR, **values: Any) -> str:
    """Make a visit, let its author sign in, and return where it lives."""
    with app.app_context():
        author = factories.make_person(role)
        visit = factories.make_visit(author, version=version() if version else None, **values)
        factories.sign_in(client, author)
        return f"/field/visits/{visit.public_id}"


def the_visit() -> Visit:
    """Return the only visit of this world."""
    return db.session.scalars(select(Visit)).one()
