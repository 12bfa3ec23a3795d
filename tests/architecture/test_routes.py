"""Every route names the power it needs, or says openly that it needs none."""

import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from inspect_app.access import Permission
from tests.architecture.sources import modules, short

# Pages that nobody signs in for: adding one is a decision, so it is written down here too.
OPEN = {
    "static",
    "accounts.sign_in",
    "accounts.use_code",  # a one-time code stands for the password of a first sign-in
    "accounts.second_step",  # only a moment after the right password, which a signed cookie says
    "appearance.choose",  # theme and text size, also on the sign-in page
    "dashboard.healthz",  # one word for a monitor: no names, no numbers of anything
    "dashboard.metrics",  # numbers for a Prometheus that brings the token; without one it is not there
    "field.app_shell",  # the tablet's app: the same bytes for everybody, nothing personal in it
    "field.device_check",
    "field.ping",  # is this our server, or a captive portal?
    "field.api_schema",  # the description of the protocol
    "field.api_sign_in",  # a tablet's way in; guarded against other sites by its own header
    "field.worker",  # and the script that keeps it for days without network
    "voices.opinion",  # the public opinion form behind a QR code: no name, no number of anything
    "voices.say",
    "voices.receipt",  # what became of an opinion, for whoever holds its code; tries are limited
    "voices.look_up",
    "voices.erase_opinion",
    "voices.hand_back",  # a tablet that was handed over comes back by its number
}


def test_every_route_is_guarded_or_openly_marked(app: Flask) -> None:
    unguarded = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "__guard__")
    }
    assert unguarded == set()


def test_a_guard_names_powers_that_exist(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        guard = getattr(view, "__guard__", "open")
        powers = guard if isinstance(guard, tuple) else ()
        assert guard in ("open", "signed_in", "tablet") or powers, f"{endpoint} is guarded by nothing"
        assert all(isinstance(power, Permission) for power in powers), endpoint


def test_the_open_pages_are_the_ones_we_decided_on(app: Flask) -> None:
    marked = {name for name, view in app.view_functions.items() if getattr(view, "__guard__", None) == "open"}
    assert marked | {"static"} == OPEN


def test_a_stranger_is_sent_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    wrong = {
        rule.endpoint: answer.status
        for rule, address in _addresses(app)
        if "GET" in (rule.methods or ()) and rule.endpoint not in OPEN and not address.startswith("/api/")
        if (answer := client.get(address)).status_code != 302 or "/login" not in answer.location
    }
    assert wrong == {}


def test_a_program_that_is_a_stranger_is_told_so_in_json(app: Flask) -> None:
    client = app.test_client()
    answers = {
        rule.endpoint: (answer.status_code, answer.json["error"])
        for rule, address in _addresses(app)
        if address.startswith("/api/") and "GET" in (rule.methods or ()) and rule.endpoint not in OPEN
        if (answer := client.get(address)).is_json
    }
    assert set(answers.values()) == {(401, "signed_out")}
    assert len(answers) == 5


def test_nothing_is_written_by_a_link(app: Flask) -> None:
    mixed = {
        rule.endpoint: sorted(rule.methods or ())
        for rule in app.url_map.iter_rules()
        if any(word in rule.endpoint for word in ("delete", "remove", "sign_out", "publish", "deliver"))
        if "GET" in (rule.methods or ()) and "POST" not in (rule.methods or ())
    }
    assert mixed == {}


def _addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Give each rule with an address that fits it, every argument filled with something harmless."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: _filler(rule, name) for name in rule.arguments}
        yield rule, adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


def _filler(rule: Rule, name: str) -> object:
    kind = type(rule._converters[name]).__name__
    return {
        "IntegerConverter": 1,
        "RowNumber": 1,
        "FloatConverter": 1.0,
        "UUIDConverter": "00000000-0000-0000-0000-000000000000",
    }.get(kind, "x")


def test_a_view_asks_whether_it_was_posted_never_whether_it_was_got() -> None:
    """A HEAD is no GET: what stands behind `if request.method == "GET": return` would be done by it."""
    guarding = re.compile(r'(?m)^ +if request\.method == "GET"')
    assert [short(path) for path in modules("inspect_app") if guarding.search(path.read_text())] == []
