"""The own account."""

from typing import Any

from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.web.guards import signed_in
from inspect_app.web.responses import rendered


@blueprint.get("/account")
@signed_in
def account() -> Any:
    """Show the own roles and sessions."""
    return rendered("accounts/account.html")
