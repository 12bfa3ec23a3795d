"""A tablet for tests: it signs in, takes its pack, sends drafts, photos and submissions as a program would."""

import hashlib
import json
import uuid as uuids
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.accounts.actions import open_tablet
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.visits.models import Visit

DEVICE = "tablet-number-one-0001"
YES_TO_ALL = {"q1": {"choice": "yes"}, "q2": {"choice": "yes"}}


@dataclass
class Tablet:
    """One browser with a registered session."""

    client: FlaskClient
    session: dict[str, Any] = field(default_factory=dict)

    def register(self, facts: dict[str, Any]) -> TestResponse:
        """Register in any of the three ways."""
        answer = self.client.post("/api/field/session", json=facts, headers={"X-Requested-By": "field"})
        if answer.status_code == 201:
            self.session = answer.json
        return answer

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for something below /api/field."""
        return self.client.get(f"/api/field{path}", headers=headers)

    def put(self, path: str, data: Any, media_type: str = "application/json") -> TestResponse:
        """Put something below /api/field."""
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self.client.put(f"/api/field{path}", data=raw, headers=self._headers(media_type))

    def post(self, path: str, data: Any = b"") -> TestResponse:
        """Post something below /api/field."""
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self.client.post(f"/api/field{path}", data=raw, headers=self._headers("application/json"))

    def delete(self, path: str) -> TestResponse:
        """Delete something below /api/field."""
        return self.client.delete(f"/api/field{path}", headers=self._headers("application/json"))

    def photo(self, data: bytes) -> dict[str, Any]:
        """Put a photo and return its line of a manifest."""
        name = hashlib.sha256(data).hexdigest()
        assert self.put(f"/files/{name}", data, "image/jpeg").status_code in (200, 201)
        return manifest(data)

    def _headers(self, media_type: str) -> dict[str, str]:
        return {"X-CSRFToken": self.session.get("csrf", ""), "Content-Type": media_type}


def manifest(data: bytes, item: str = "q1") -> dict[str, Any]:
    """Return a photo's line of a submission's manifest."""
    name = hashlib.sha256(data).hexdigest()
    return {"sha256": name, "size": len(data), "type": "image/jpeg", "item": item, "taken_at": "2026-11-20T09:30:00Z"}


def submission(visit: Visit, **values: Any) -> dict[str, Any]:
    """Return a whole submission of a visit, with whatever a test changes."""
    facts: dict[str, Any] = {
        "visit_id": visit.public_id,
        "round": 1,
        "base_uuid": None,
        "checklist_version": visit.checklist_version_id,
        "client_time": "2026-11-20T10:00:00+08:00",
        "clock_offset_ms": 0,
        "answers": YES_TO_ALL,
        "trials": [],
        "interviews": [],
        "findings": [],
        "files": [],
        "trace": {"parts": {}},
    }
    return facts | values


def problem(source: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Return a listed problem."""
    words = {
        "title": "没有一次讲清",
        "fact": "窗口没有讲清要带的材料。",
        "suggestion": "",
        "pain": "",
        "no_photo": "口头说的",
    }
    return {"uuid": new_uuid(), "source": source, "window_id": None, **words, **values}


def new_uuid() -> str:
    """Return a name as a tablet makes it."""
    return str(uuids.uuid4())


def registered(app: Flask, person: Person, device: str = DEVICE) -> Tablet:
    """Return a tablet registered for somebody, as after signing in with the password."""
    with transaction():
        token = open_tablet(db.session.get_one(Person, person.id), device)
    tablet = Tablet(app.test_client())
    tablet.client.set_cookie("inspect-field", token)
    tablet.session = tablet.get("/session").json
    return tablet
