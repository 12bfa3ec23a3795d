"""Routes of accounts: signing in, the own account, units, people, who may do what."""

from inspect_app.accounts.views import account, signing_in
from inspect_app.accounts.views.blueprint import blueprint

__all__ = ["account", "blueprint", "signing_in"]
