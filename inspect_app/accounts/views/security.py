"""安全事件: failed sign-ins, lock-outs, codes, tablets taken back, unsealed identities."""

from typing import Any

from flask import request

from inspect_app.access import Permission
from inspect_app.accounts import queries
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.accounts.vocabulary import SecurityKind
from inspect_app.config import current_settings
from inspect_app.web.guards import requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import rendered


@blueprint.get("/admin/security")
@requires(Permission.MANAGE_SECURITY, Permission.READ_AUDIT)
def security() -> Any:
    """List what happened to accounts, latest first, with who is locked out right now."""
    number, kind = page_number(), SecurityKind.find(request.args.get("kind"))
    rows, total = queries.security_rows(kind, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "accounts/security.html",
        page=Page(rows, number, total),
        kind=kind,
        kinds=SecurityKind.choices(),
        counts=queries.security_counts(),
        locked=queries.locked_people(),
        doubled=queries.doubled_administrators(),
        separated=current_settings().separate_admins,
        profile=current_settings().password_profile,
        terms=queries.password_terms(),
    )
