"""Theme and text size are kept by the browser and need no script."""

import pytest
from flask import Flask, render_template_string

from inspect_app.web.appearance import local_path

PAGE = '{% extends "layouts/field.html" %}{% block page %}<p>记事</p>{% endblock %}'


def page_of(app: Flask) -> Flask:
    app.add_url_rule("/page", "page", lambda: render_template_string(PAGE))
    return app


def test_a_theme_is_kept_for_the_next_page(shell: Flask) -> None:
    client = page_of(shell).test_client()
    assert 'data-bs-theme="auto"' in client.get("/page").text
    answer = client.post("/appearance", data={"theme": "contrast", "back": "/page?a=1"})
    assert (answer.status_code, answer.location) == (303, "/page?a=1")
    assert 'data-bs-theme="contrast"' in client.get("/page").text


def test_an_unknown_theme_changes_nothing(shell: Flask) -> None:
    client = page_of(shell).test_client()
    client.post("/appearance", data={"theme": '"><script>', "back": "/page"})
    client.set_cookie("theme", '"><script>')
    assert 'data-bs-theme="auto"' in client.get("/page").text


def test_text_grows_in_two_steps_and_stops(shell: Flask) -> None:
    client = page_of(shell).test_client()
    seen = []
    for step in ("larger", "larger", "larger", "smaller"):
        client.post("/appearance", data={"text": step, "back": "/page"})
        seen.append(client.get("/page").text.split('data-text="')[1].split('"')[0])
    assert seen == ["larger", "largest", "largest", "larger"]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/ledger?page=2", "/ledger?page=2"),
        ("/ledger?", "/ledger"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_always_returns_into_this_installation(wanted: str, path: str) -> None:
    assert local_path(wanted) == path


def test_a_capture_page_keeps_a_neutral_title_and_icon(shell: Flask) -> None:
    html = page_of(shell).test_client().get("/page").text
    assert "<title>记事</title>" in html
    assert "icons/note.svg" in html and "icons/mark.svg" not in html
