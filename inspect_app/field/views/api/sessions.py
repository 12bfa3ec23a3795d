"""A tablet's session: who it is, sign in by password, by code or under the browser's session, sign out."""

import base64
from typing import Any

from flask import Response, request
from flask_login import current_user

from inspect_app.access import Role
from inspect_app.accounts import actions as accounts
from inspect_app.accounts.queries import Tablet, find_person, find_tablet
from inspect_app.accounts.rules import tablet_cookie
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.field import queries
from inspect_app.field.rules.reading import read_as
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import (
    MESSAGE_BYTES,
    answer,
    current_tablet,
    on_tablet,
    outside_forms,
    read_bytes,
)
from inspect_app.field.vocabulary.protocol import SignInSent
from inspect_app.foundation import clock
from inspect_app.web.guards import open_to_all

_REFUSED = "用户名或密码不对，或者账号暂时锁定。连错 5 次锁定 15 分钟。"
_CODE_REFUSED = "这个登记码不对、用过了，或者已过期。请跑改办重新给一个。"
_NOT_OURS = "请从本系统的页面登录。"
_SIGN_IN_BYTES = 4096


@blueprint.get("/api/field/session")
@on_tablet
def api_session() -> Response:
    """Tell who is signed in on this tablet."""
    return answer(_facts(current_tablet()))


@blueprint.post("/api/field/session")
@outside_forms
@open_to_all
def api_sign_in() -> Response:
    """Register this tablet; no page of another site can ask for it."""
    if request.headers.get("X-Requested-By") != "field" or not _same_site():
        return answer({"error": "csrf", "message": _NOT_OURS}, 403)
    sent = read_as(SignInSent, read_bytes(_SIGN_IN_BYTES))
    token = _open(sent)
    if token is None:
        return answer({"error": "refused", "message": _CODE_REFUSED if sent.code else _REFUSED}, 401)
    tablet = find_tablet(token)
    assert tablet is not None  # noqa: S101 - opened a moment ago
    response = answer(_facts(tablet), 201)
    settings = current_settings()
    response.set_cookie(
        tablet_cookie(settings.production),
        token,
        max_age=settings.field_hours * 3600,
        secure=settings.production,
        httponly=True,
        samesite="Strict",
    )
    return response


@blueprint.delete("/api/field/session")
@on_tablet
def api_sign_out() -> Response:
    """End this tablet's session; what it holds stays on it."""
    with transaction():
        accounts.close_tablet(current_tablet().token)
    response = Response(status=204)
    settings = current_settings()
    response.delete_cookie(
        tablet_cookie(settings.production), secure=settings.production, httponly=True, samesite="Strict"
    )
    return response


def _open(sent: SignInSent) -> str | None:
    if sent.code is not None:
        with transaction():
            return accounts.redeem_code(sent.code, sent.device)
    if sent.username is not None:
        checked = accounts.check_password(sent.username, sent.password or "")
        with transaction():
            person = accounts.admit(checked)
            return accounts.open_tablet(person, sent.device) if person is not None else None
    if not current_user.is_authenticated:
        return None
    with transaction():
        person = find_person(current_user.actor.person_id)
        return accounts.open_tablet(person, sent.device) if person is not None else None


def _same_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _facts(tablet: Tablet) -> dict[str, Any]:
    settings = current_settings()
    return {
        "owner": tablet.owner,
        "name": tablet.actor.name,
        "csrf": tablet.csrf,
        "server_time": clock.now(),
        "device": tablet.device,
        "expires_at": tablet.expires_at,
        "secret": base64.urlsafe_b64encode(tablet.secret).decode().rstrip("="),
        "lock": _lock(tablet),
        "codes": settings.field_codes,
        "open_only": tablet.open_only,
        "limits": {"body": MESSAGE_BYTES, "file": settings.upload_megabytes * 1024 * 1024},
    }


def _lock(tablet: Tablet) -> str:
    """Return what must keep this person's rows on the device shut: nothing, a PIN, or a passphrase."""
    if Role.SHOPPER in tablet.actor.roles:
        return "passphrase"
    sealed = current_settings().field_seal_all or queries.has_covert(tablet.actor, open_only=tablet.open_only)
    return "pin" if sealed else "none"
