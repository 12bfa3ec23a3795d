"""Writes of units, people and sessions."""

from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.actions.signing_in import (
    Checked,
    change_password,
    check_code,
    check_password,
    end_expired_sessions,
    set_first_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
    touch,
)

__all__ = [
    "Checked",
    "change_password",
    "check_code",
    "check_password",
    "end_expired_sessions",
    "hash_password",
    "set_first_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "touch",
]
