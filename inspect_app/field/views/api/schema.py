"""The protocol as OpenAPI 3.1, made from the very shapes that read the messages."""

from typing import Any

import msgspec
from flask import Response

from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import answer
from inspect_app.field.vocabulary.protocol import (
    Ack,
    DraftSent,
    OpinionHeard,
    OpinionPosted,
    SignInSent,
    SubmissionSent,
)
from inspect_app.web.guards import open_to_all

_SHAPES = (Ack, DraftSent, OpinionHeard, OpinionPosted, SignInSent, SubmissionSent)
_ERROR = {
    "type": "object",
    "required": ["error", "message"],
    "properties": {"error": {"type": "string"}, "message": {"type": "string"}},
}
_OBJECT = {"type": "object"}


@blueprint.get("/api/openapi.json")
@open_to_all
def api_schema() -> Response:
    """Describe the protocol for other clients and for its tests."""
    return answer(openapi())


def openapi() -> dict[str, Any]:
    """Return the description; every answer beyond those named is an error in the one shape."""
    _, shapes = msgspec.json.schema_components(_SHAPES, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "走访采集", "version": "1"},
        "security": [{"tablet": []}],
        "paths": _paths(),
        "components": {
            "schemas": {**shapes, "Error": _ERROR},
            "securitySchemes": {"tablet": {"type": "apiKey", "in": "cookie", "name": "inspect-field"}},
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/api/ping": {"get": _operation({200: _OBJECT}, security=[])},
        "/api/field/session": {
            "get": _operation({200: _OBJECT}, 401),
            "post": _operation({201: _OBJECT}, 400, 401, 403, 413, 422, body="SignInSent", security=[]),
            "delete": _operation({204: None}, 401, 403),
        },
        "/api/field/pack": {"get": _operation({200: _OBJECT, 304: None}, 401)},
        **_draft_paths(),
        **_hand_in_paths(),
        "/api/field/opinions": {
            "post": _operation({200: _ref("OpinionHeard"), 201: _ref("OpinionHeard")}, 401, 403, 404, 413, 422,
                               body="OpinionPosted"),
        },
    }


def _draft_paths() -> dict[str, Any]:
    return {
        "/api/field/drafts": {"get": _operation({200: _OBJECT}, 401)},
        "/api/field/drafts/{visit_id}": {
            "parameters": [_place("visit_id", {})],
            "get": _operation({200: _OBJECT}, 401, 404),
            "put": _operation({200: _OBJECT}, 401, 403, 404, 409, 413, 422, body="DraftSent"),
            "delete": _operation({204: None}, 401, 403, 404),
        },
        "/api/field/files/{sha256}": {
            "parameters": [_place("sha256", {"pattern": "^[0-9a-f]{64}$"})],
            "get": _operation({200: None}, 401, 404),
            "put": _operation({200: _OBJECT, 201: _OBJECT}, 401, 403, 404, 413, 422, raw=True),
        },
    }


def _hand_in_paths() -> dict[str, Any]:
    ack, uuid, refused = _ref("Ack"), _place("uuid", {"format": "uuid"}), (401, 403, 404, 409, 413, 422)
    return {
        "/api/field/submissions/{uuid}": {
            "parameters": [uuid],
            "post": _operation({200: ack, 201: ack}, *refused, body="SubmissionSent"),
        },
        "/api/field/submissions/{uuid}/finalize": {
            "parameters": [uuid],
            "post": _operation({200: ack, 202: ack}, *refused),
        },
    }


def _place(name: str, rule: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", **rule}}


def _operation(
    good: dict[int, dict[str, Any] | None], *bad: int, body: str = "", raw: bool = False, **more: Any
) -> dict[str, Any]:
    answers = {str(status): _answer(shape) for status, shape in good.items()}
    answers |= {str(status): _answer(_ref("Error")) for status in bad}
    operation: dict[str, Any] = {"responses": answers, **more}
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(body)}}}
    if raw:
        operation["requestBody"] = {"required": True, "content": {"image/jpeg": {"schema": {"type": "string"}}}}
    return operation


def _answer(shape: dict[str, Any] | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"description": "见 message" if shape == _ref("Error") else "成功"}
    if shape is not None:
        facts["content"] = {"application/json": {"schema": shape}}
    return facts


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
