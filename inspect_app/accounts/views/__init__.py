"""Routes of accounts: signing in, the own account, units, people, who may do what, what happened to accounts."""

from inspect_app.accounts.views import (
    account,
    administration,
    people,
    second_step,
    security,
    sessions,
    signing_in,
    tablets,
    units,
)
from inspect_app.accounts.views.blueprint import blueprint

__all__ = [
    "account",
    "administration",
    "blueprint",
    "people",
    "second_step",
    "security",
    "sessions",
    "signing_in",
    "tablets",
    "units",
]
