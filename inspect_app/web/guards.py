"""Guards: every route names the one power it needs, or says openly that it needs none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import redirect, request, url_for
from flask_login import current_user

from inspect_app.access import Actor, Permission, may
from inspect_app.foundation.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


def current_actor() -> Actor:
    """Return who is signed in; only inside a guarded view."""
    actor: Actor = current_user.actor
    return actor


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let a view be seen by whoever holds one of these powers."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if not any(may(current_actor(), permission) for permission in permissions):
                raise NotAllowed("您没有这项权限。需要时请联系跑改办。")
            return view(*args, **kwargs)

        return _marked(cast(View, guarded), permissions)

    return guard


def signed_in(view: View) -> View:
    """Let a view be seen by whoever is signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if current_user.is_authenticated else _to_sign_in()

    return _marked(cast(View, guarded), "signed_in")


def open_to_all(view: View) -> View:
    """Mark a view that nobody needs to sign in for."""
    return _marked(view, "open")


def _marked(view: View, guard: object) -> View:
    view.__guard__ = guard  # type: ignore[attr-defined]
    return view


def _to_sign_in() -> Any:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))
