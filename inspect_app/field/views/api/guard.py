"""The guard of the protocol: a registered tablet, its own token on every write; and the two ends of a message."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import msgspec
from flask import Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from inspect_app.accounts.queries import Tablet, find_tablet
from inspect_app.accounts.rules import tablet_cookie
from inspect_app.config import current_settings
from inspect_app.extensions import csrf
from inspect_app.web.budgets import spend

View = TypeVar("View", bound=Callable[..., Any])

MESSAGE_BYTES = 2 * 1024 * 1024
_SIGNED_OUT = "登录已过期，请重新登录。平板上的内容都还在。"
_NO_TOKEN = "页面已过期，请重新打开后再试。平板上的内容都还在。"  # noqa: S105


def on_tablet(view: View) -> View:
    """Let a view be asked by a registered tablet only; a write must carry the tablet's own token."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        tablet = tablet_of_request()
        if tablet is None:
            return answer({"error": "signed_out", "message": _SIGNED_OUT}, 401)
        if request.method != "GET" and not hmac.compare_digest(request.headers.get("X-CSRFToken", ""), tablet.csrf):
            return answer({"error": "csrf", "message": _NO_TOKEN}, 403)
        spend("uploads" if _is_photo() else "sync", tablet.actor.person_id)
        g.tablet = tablet
        return view(*args, **kwargs)

    guarded.__guard__ = "tablet"  # type: ignore[attr-defined]
    return outside_forms(cast(View, guarded))


def _is_photo() -> bool:
    return request.method == "PUT" and request.path.startswith("/api/field/files/")


def outside_forms(view: View) -> View:
    """Let a view be asked without a form's token: it has its own guard against other sites."""
    return cast(View, csrf.exempt(view))


def current_tablet() -> Tablet:
    """Return the tablet that asks; only inside a guarded view."""
    tablet: Tablet = g.tablet
    return tablet


def tablet_of_request() -> Tablet | None:
    """Return the tablet whose cookie came along, or nothing."""
    token = request.cookies.get(tablet_cookie(current_settings().production))
    return find_tablet(token) if token else None


def answer(facts: object, status: int = 200) -> Response:
    """Answer in JSON."""
    return Response(msgspec.json.encode(facts), status, mimetype="application/json")


def read_bytes(limit: int) -> bytes:
    """Return the body of a request, read no further than its limit; raise 413 beyond."""
    request.max_content_length = limit
    data = request.get_data(cache=False)
    if len(data) > limit:
        raise RequestEntityTooLarge
    return data
