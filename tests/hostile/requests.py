"""Requests nobody should send, made from the routes themselves and from the forms the pages draw."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from tests.hostile.world import NOBODY, World
from tests.journeys.walking import PageForm, _Reader

NUMBERS = ("0", "-1", "2147483648", "9223372036854775808", "99999999999999999999999", "1.5", "x", "%00", "１")
TEXTS = (
    "nix",
    "%00",
    "a%00b",
    "x" * 10_000,
    "%F0%9F%92%A9",
    "%ff%fe",
    "..%2f..%2fetc",
    "%27%3B--",
    "喆堃昇珺䶮",
    "{{7*7}}",
)
VALUES = (
    "", "0", "-1", "9223372036854775808", "99999999999999999999999", "1.5", "NaN", "1e999", "x", "\x00", "a\x00b",
    "字" * 10_000, "💩\u202e𝕏", "喆堃昇珺䶮\ufffe", "2026-13-45", "0000-00-00", "9999-12-31", "9999-12-31T23:59",
    "0001-01-01", "<script>", "=1+1", "%", "_", "\\", "'", "²", "١",
)  # fmt: skip
QUERIES = (
    "page=999999999999", "page=-1", "page=x&page=y", "page=%00", "page=%C2%B2", "page=" + "9" * 5000,
    "{name}=%00", "{name}=%ff", "{name}=9223372036854775808", "{name}=-1", "{name}=nix", "{name}=" + "x" * 10_000,
    "{name}=%F0%9F%92%A9", "{name}=9999-12-31", "{name}=0001-01-01", "{name}=%25%5C_%27", "{name}=1&{name}=2",
    "{name}=%C2%B2", "{name}=%ED%A0%80",
)  # fmt: skip
NAMES = (
    "q", "from", "to", "status", "lamp", "unit", "site", "campaign", "kind", "method", "sort", "dir", "text", "state",
    "mode", "type", "hours", "trips", "audience", "feature", "batch", "reason", "ref", "code", "preset", "size",
    "edit", "next", "back", "page", "level", "until", "since", "grade", "item", "window", "category",
    "source", "overdue", "waits", "subject", "origin", "typical", "visit", "notice", "project", "finding", "instructed",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A route with an address that fits it."""

    endpoint: str
    path: str
    methods: frozenset[str]


def rules(app: Flask) -> list[Rule]:
    """Return every route but the static files'."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


# Which thing an argument names, route by route: the first that fits the beginning of the endpoint.
_THINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "public_id": (
        ("visits.edit_visit", "visit:planned"),
        ("visits.ask_unseal", "visit:received_covert"),
        ("visits.cancel", "visit:planned"), ("visits.visit_file", "visit:draft"),
        ("visits", "visit:accepted"), ("field.receipt", "visit:received"), ("field", "visit:draft"),
        ("findings", "visit:received"), ("rectification", "covert_file"), ("spotchecks", "guide_file"),
         ("projects.assigned", "assigned_file"), ("projects", "scheme_file"),
    ),
    "number": (
        ("findings", "number:return_requested"), ("checklists", "1"), ("rectification.plan", "number:accepted"),
        ("rectification.review_plan", "number:plan_submitted"), ("rectification.ver", "number:pending_verification"),
        ("rectification.case_file", "number:covert"), ("rectification.feedback", "number:rectifying"),
        ("rectification.progress", "number:rectifying"), ("rectification.take_back", "number:handed_down"),
        ("rectification.withdraw_extension", "number:extension"),
        ("rectification.withdraw_deferral", "number:deferral"), ("rectification", "number:dispatched"),
    ),
    "opinion_id": (("", "opinion"),),
    "mark": (("", "nix"),),
    "form_id": (("", "opinion_form"),),
    "code": (("", "opinion_code"),),
    "finding_id": (("field", "finding:draft"), ("", "finding:submitted")),
    "notice_id": (("", "notice:draft"),),
    "bulletin_id": (("", "bulletin:draft"),),
    "figure": (("", "found_total"),),
    "list_id": (("", "list"),),
    "file_id": (("voices", "letter_file"), ("", "visit_file")),
    "letter_id": (("", "letter"),),
    "into_id": (("", "letter_into"),),
    "batch_id": (("spotchecks", "phone_batch"), ("comparison", "comparison_batch"), ("", "letter_batch")),
    "line_id": (("", "phone_line"),),
    "check_id": (("", "guide_check"),),
    "difference_id": (("", "guide_difference"),),
    "judged": (("", "same"),),
    "source_id": (("", "comparison_source"),),
    "person_id": (("planning.chief", "person:chief"), ("", "person:inspector")),
    "token": (("", "message"),),
    "unseal_id": (("", "unseal"),),
    "unit_id": (("projects", "unit"), ("", "other_unit")),
    "slip_id": (("", "slip"),),
    "look_back_id": (("", "look_back"),),
    "script_id": (("", "script"),),
    "review_id": (("projects.hand_in", "review:drafted"), ("", "review_id")),
    "scheme_id": (
        ("projects.edit_scheme", "scheme:drafted"), ("projects.remove_scheme", "scheme:drafted"), ("", "scheme_id"),
    ),
    "year": (("", "2026"),),
    "part": (("", "look"),),
    "key": (("", "look1"),),
    "kind": (("", "verify"),),
    "step": (("", "send_to_check"),),
    "view_id": (("", "1"),),
    "template_id": (("", "1"),),
    "what": (("", "delivered"),),
    "line": (("", "kept"),),
    "data": (("", "sessions"),),
}  # fmt: skip


def fitting(world: World, rule: Rule) -> dict[str, str]:
    """Return arguments that name things of the world."""
    found = {}
    for name in rule.arguments:
        options = _THINGS.get(name, (("", name),))
        thing = next(thing for start, thing in options if rule.endpoint.startswith(start))
        found[name] = str(world.ids.get(thing, thing))
    return found


def path_of(rule: Rule, arguments: dict[str, str]) -> str:
    """Return the address of a route; arguments are put in as they are."""
    parts = []
    for is_dynamic, data in rule._trace:
        parts.append(arguments[data] if is_dynamic else data)
    return "".join(parts).lstrip("|")


def address(world: World, rule: Rule) -> str:
    """Return the address of a thing of the world."""
    return path_of(rule, {name: quote(text) for name, text in fitting(world, rule).items()})


def wrong_paths(world: World, rule: Rule) -> Iterator[str]:
    """Yield addresses of a route with one argument that names nothing, or can't be read."""
    fits = {name: quote(text) for name, text in fitting(world, rule).items()}
    for name in rule.arguments:
        number = isinstance(rule._converters[name], IntegerConverter)
        for text in NUMBERS if number else TEXTS:
            yield path_of(rule, {**fits, name: text})


def wrong_queries(rule: Rule, path: str, place: int) -> Iterator[str]:
    """Yield the address with query strings that can't be read."""
    for _turn, query in enumerate(QUERIES):
        if "{name}" in query:
            yield f"{path}?" + "&".join(query.format(name=name) for name in NAMES)
        else:
            yield f"{path}?{query}"


def forms_of(answer: TestResponse) -> list[PageForm]:
    """Return the forms of a page that post."""
    if answer.mimetype != "text/html":
        return []
    reader = _Reader()
    reader.feed(answer.text)
    return [form for form in reader.forms if form.method.lower() == "post"]


def garbled(form: PageForm, value: Callable[[], str]) -> Iterator[MultiDict[str, Any]]:
    """Yield a form's values with one field after the other replaced by the next value."""
    names = list(dict.fromkeys([*form.values, *form.options, *(button[1] for button in form.buttons if button[1])]))
    for name in names:
        if name == "csrf_token":
            continue
        data = MultiDict(form.values)
        data[name] = value()
        yield data


def broken_bodies() -> Iterator[dict[str, Any]]:
    """Yield what is no form at all: invalid UTF-8, broken multipart, JSON, too many fields."""
    form = "application/x-www-form-urlencoded"
    multi = "multipart/form-data; boundary=b"
    yield {"data": b"a=%ff&b=\xff\xfe&version=%00", "content_type": form}
    yield {"data": b"--b\r\nContent-Disposition: form-data; name=", "content_type": multi}
    yield {"data": b"no boundary", "content_type": "multipart/form-data"}
    yield {"data": b"[1,{", "content_type": "application/json"}
    yield {"data": b"&".join(b"a%d=" % n for n in range(6000)), "content_type": form}
    yield {"data": b"x" * (3 * 1024 * 1024), "content_type": form}
    yield {"data": {"file": (io.BytesIO(b""), "\u202egpj.exe")}, "content_type": "multipart/form-data"}
    yield {"data": MultiDict([("version", "1"), ("version", "2"), ("do", ""), ("do", "x")])}


def people(world: World) -> list[str]:
    """Return the thirteen roles, and nobody."""
    from inspect_app.access import Role

    return [*(role.value for role in Role), NOBODY]


def post(client: FlaskClient, path: str, **body: Any) -> TestResponse:
    """Send a post."""
    return client.post(path, **body)
