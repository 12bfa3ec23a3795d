"""Budgets of requests: what one person may ask in an hour, and how many exports are made at once.

An export is known by its address; a test makes every export of every room and fails when one is not known here.
"""

import re
from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user
from werkzeug.routing import Rule

from inspect_app.config import Settings
from inspect_app.foundation import clock
from inspect_app.foundation.budgets import EXPORTS, Buckets
from inspect_app.foundation.errors import TooMany

_EXPORT = re.compile(r"/(export|word|excel|pdf|poster|labels|template|example)$|\.xlsx$")
_SAID = {
    "exports": "您这一小时导出得太多了",
    "uploads": "您这一小时上传得太多了",
    "sync": "这台平板请求得太频繁了，内容都还在平板上",
}
_MINUTE = 60


def register_budgets(app: Flask, settings: Settings) -> None:
    """Count what each person asks, after it is known who asks; a turn of exporting ends with the request."""
    quotas = settings.quotas
    app.extensions["inspect_budgets"] = {
        "exports": Buckets(quotas.exports), "uploads": Buckets(quotas.uploads), "sync": Buckets(quotas.sync),
    }  # fmt: skip
    app.before_request(_on_desk)
    app.teardown_request(_end)


def is_export(rule: Rule | None) -> bool:
    """Say whether a route makes a document when it is asked for one."""
    return rule is not None and _EXPORT.search(rule.rule) is not None


def spend(what: str, key: object) -> None:
    """Count one request of somebody, or raise TooMany with the moment to come back."""
    seconds = current_app.extensions["inspect_budgets"][what].take(str(key), clock.now())
    if seconds:
        wait = f"{seconds} 秒" if seconds < _MINUTE else f"{-(-seconds // _MINUTE)} 分钟"
        raise TooMany(f"{_SAID[what]}，请 {wait}后再试。", seconds)


def _on_desk() -> None:
    exporting = request.method in ("GET", "HEAD") and is_export(request.url_rule)
    uploading = request.method == "POST" and request.mimetype == "multipart/form-data"
    if not (exporting or uploading) or not current_user.is_authenticated:
        return
    spend("exports" if exporting else "uploads", current_user.actor.person_id)
    if exporting:
        EXPORTS.enter()
        g.exporting = True


def _end(_error: Any) -> None:
    if g.pop("exporting", False):
        EXPORTS.leave()
