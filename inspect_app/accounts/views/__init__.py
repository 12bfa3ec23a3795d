"""Routes of accounts: signing in, the own account, units, people, who may do what."""

from inspect_app.accounts.views import account, administration, people, second_step, signing_in, tablets, units
from inspect_app.accounts.views.blueprint import blueprint

__all__ = ["account", "administration", "blueprint", "people", "second_step", "signing_in", "tablets", "units"]
