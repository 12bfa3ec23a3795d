"""The protocol answers as its own OpenAPI description says, whatever is sent."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from inspect_app.access import Role
from inspect_app.field.views.api.schema import openapi
from tests import factories
from tests.conftest import Scale
from tests.field.tablets import registered

_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_PLACES = [(path, verb) for path, verbs in openapi()["paths"].items() for verb in verbs if verb != "parameters"]
# Signing out would leave the others signed out.
_WHILE_SIGNED_IN = [place for place in _PLACES if place != ("/api/field/session", "delete")]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("path", "verb"), _WHILE_SIGNED_IN)
def test_an_answer_is_what_the_description_says(app: Flask, path: str, verb: str, scale: Scale) -> None:
    with app.app_context():
        tablet = registered(app, factories.make_person(Role.INSPECTOR))
        cookie = tablet.client.get_cookie("inspect-field")
    assert cookie is not None
    cookies, headers = (
        {"inspect-field": cookie.value},
        {"X-CSRFToken": tablet.session["csrf"], "X-Requested-By": "field"},
    )
    description = schemathesis.openapi.from_wsgi("/api/openapi.json", app)

    answers: list[int] = []

    @settings(max_examples=scale(15, 400), deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=description[path][verb.upper()].as_strategy())
    def conforms(case: Any) -> None:
        answer = case.call(headers=headers, cookies=cookies)
        case.validate_response(answer, checks=_CHECKS)
        answers.append(answer.status_code)

    conforms()
    assert 401 not in answers[1:] or path == "/api/field/session"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_every_route_of_the_protocol_is_described(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    served = {
        (rule.rule.replace("<", "{").replace(">", "}"), verb.lower())
        for rule in rules
        if rule.rule != "/api/openapi.json"
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == set(_PLACES)
