"""Templates parse, stay under the content policy, and reach for nothing that is not there."""

import re

import jinja2
import pytest
from flask import Flask
from jinja2 import nodes

from inspect_app.config import PROJECT_ROOT
from tests.architecture.sources import TEMPLATES, short, templates

# What the content policy would refuse, and what would leave the installation.
INLINE = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# `length` of a list that is shown is allowed: it repeats what the eye sees. Numbers that mean something come counted.
_COUNTING = {"count", "sum", "select", "reject", "selectattr", "rejectattr", "groupby", "sort"}


@pytest.fixture(scope="module")
def environment() -> jinja2.Environment:
    """Return an environment with the filters' names unknown: enough to parse."""
    return jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


def test_every_template_compiles(app: Flask) -> None:
    for file in templates():
        app.jinja_env.get_template(file.relative_to(TEMPLATES).as_posix())


def test_an_undefined_name_is_an_error(app: Flask) -> None:
    assert issubclass(app.jinja_env.undefined, jinja2.StrictUndefined)


@pytest.mark.parametrize("kind", INLINE)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(kind: str) -> None:
    found = [
        f"{short(file)}: {match.group(0)}"
        for file in templates()
        for match in INLINE[kind].finditer(_COMMENT.sub("", file.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_templates_do_not_count_or_choose(environment: jinja2.Environment) -> None:
    found = [
        f"{short(file)}:{used.lineno} |{used.name}"
        for file in templates()
        for used in environment.parse(file.read_text(encoding="utf-8")).find_all(nodes.Filter)
        if used.name in _COUNTING
    ]
    assert found == []


def test_every_part_a_template_names_exists(environment: jinja2.Environment) -> None:
    kinds = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
    missing = [
        f"{short(file)}: {used.template.value}"
        for file in templates()
        for used in environment.parse(file.read_text(encoding="utf-8")).find_all(kinds)
        if isinstance(used.template, nodes.Const) and not (TEMPLATES / used.template.value).is_file()
    ]
    assert missing == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (PROJECT_ROOT / "inspect_app/static/icons/sprite.svg").read_text()))
    named = {
        (path.name, icon)
        for path in templates()
        for icon in re.findall(r'(?:icon_name=|icon\()"([a-z-]+)"', path.read_text())
    }
    assert {pair for pair in named if pair[1] not in drawn} == set()
