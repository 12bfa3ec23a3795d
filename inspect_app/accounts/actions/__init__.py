"""Writes of units, people and sessions."""

from inspect_app.accounts.actions.first_step import FirstStep
from inspect_app.accounts.actions.handing_over import list_open_work, open_work
from inspect_app.accounts.actions.importing import import_people
from inspect_app.accounts.actions.own_password import (
    NewPassword,
    change_password,
    prepare_password,
    set_first_password,
)
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.actions.people import (
    NewCode,
    add_person,
    add_role,
    change_person,
    issue_code,
    prepare_code,
    set_real_name,
    switch_off,
    switch_on,
)
from inspect_app.accounts.actions.second_step import Proven, clear_second_step, renew_recovery_codes, take_second_step
from inspect_app.accounts.actions.signing_in import (
    Checked,
    Entry,
    admit,
    check_code,
    check_password,
    end_expired_sessions,
    end_session,
    sign_in,
    sign_out,
    sign_out_everywhere,
    touch,
)
from inspect_app.accounts.actions.stand_ins import end_stand_in, name_stand_in
from inspect_app.accounts.actions.tablets import (
    NewTabletCode,
    close_tablet,
    end_expired_tablets,
    end_tablet,
    make_tablet_code,
    open_tablet,
    redeem_code,
    revoke_tablets,
)
from inspect_app.accounts.actions.units import add_unit, change_unit

__all__ = [
    "Checked",
    "Entry",
    "FirstStep",
    "NewCode",
    "NewPassword",
    "NewTabletCode",
    "Proven",
    "add_person",
    "add_role",
    "add_unit",
    "admit",
    "change_password",
    "change_person",
    "change_unit",
    "check_code",
    "check_password",
    "clear_second_step",
    "close_tablet",
    "end_expired_sessions",
    "end_expired_tablets",
    "end_session",
    "end_stand_in",
    "end_tablet",
    "hash_password",
    "import_people",
    "issue_code",
    "list_open_work",
    "make_tablet_code",
    "name_stand_in",
    "open_tablet",
    "open_work",
    "prepare_code",
    "prepare_password",
    "redeem_code",
    "renew_recovery_codes",
    "revoke_tablets",
    "set_first_password",
    "set_real_name",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "switch_off",
    "switch_on",
    "take_second_step",
    "touch",
]
