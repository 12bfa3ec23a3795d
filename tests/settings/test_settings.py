"""Settings come from INSPECT_* variables; production demands its secrets."""

from datetime import time

import pytest

from inspect_app.config import Mode, Settings, SettingsError
from inspect_app.foundation.terms import PasswordProfile, Quotas

_PRODUCTION = {
    "INSPECT_MODE": "production",
    "INSPECT_SECRET_KEY": "a" * 22,
    "INSPECT_SEAL_KEY": "b" * 22,
    "INSPECT_AUDIT_KEY": "c" * 22,
    "INSPECT_TRUSTED_HOSTS": "paogai.example.cn, localhost",
    "INSPECT_TLS": "1",
}


def test_without_variables_it_is_a_demo_on_sqlite() -> None:
    settings = Settings.from_environment({})
    assert settings.mode is Mode.DEMO
    assert settings.database.startswith("sqlite:///")


@pytest.mark.parametrize("missing", [name for name in _PRODUCTION if name != "INSPECT_MODE"])
def test_production_refuses_to_start_without_each_of_its_secrets(missing: str) -> None:
    environment = {name: value for name, value in _PRODUCTION.items() if name != missing}
    with pytest.raises(SettingsError, match=missing):
        Settings.from_environment(environment)


@pytest.mark.parametrize(
    "changes",
    [
        {"INSPECT_SECRET_KEY": "a" * 21},
        {"INSPECT_SEAL_KEY": "c" * 22},  # the audit key again
        {"INSPECT_AUDIT_KEY": Settings().audit_key},
    ],
)
def test_production_refuses_a_short_key_a_second_use_and_the_keys_of_the_demo(changes: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="不够安全"):
        Settings.from_environment(_PRODUCTION | changes)


def test_profile_separation_and_quotas_are_settings() -> None:
    given = {"INSPECT_PASSWORD_PROFILE": "asvs", "INSPECT_SEPARATE_ADMINS": "1", "INSPECT_QUOTA_EXPORTS": "7"}
    settings = Settings.from_environment(given)
    assert (settings.password_profile, settings.separate_admins) == (PasswordProfile.ASVS, True)
    assert (settings.quotas.exports, settings.quotas.sync) == (7, Quotas().sync)
    with pytest.raises(SettingsError, match="INSPECT_PASSWORD_PROFILE"):
        Settings.from_environment({"INSPECT_PASSWORD_PROFILE": "none"})


def test_production_starts_with_all_of_them() -> None:
    settings = Settings.from_environment(_PRODUCTION)
    assert settings.production
    assert settings.trusted_hosts == ("paogai.example.cn", "localhost")


def test_clocks_are_settings() -> None:
    clocks = Settings.from_environment({"INSPECT_CLOCK_PLAN": "4", "INSPECT_CLOCK_RELEASE_AT": "10:30"}).clocks
    assert (clocks.plan, clocks.release_at) == (4, time(10, 30))


@pytest.mark.parametrize(("name", "text"), [("INSPECT_MODE", "test"), ("INSPECT_UPLOAD_MEGABYTES", "二十")])
def test_a_value_that_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: text})
