"""Settings: one frozen dataclass read from INSPECT_* variables, with safe defaults."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from flask import current_app

from inspect_app.foundation.sealing import Sealer
from inspect_app.foundation.terms import Clocks, PasswordProfile, Quotas

PROJECT_ROOT = Path(__file__).resolve().parent.parent
_REQUIRED_IN_PRODUCTION = (
    "INSPECT_SECRET_KEY",
    "INSPECT_SEAL_KEY",
    "INSPECT_AUDIT_KEY",
    "INSPECT_TRUSTED_HOSTS",
)


# 128 random bits written down are 22 characters.
_SHORTEST_KEY = 22


class Mode(StrEnum):
    """How much the installation trusts its surroundings."""

    DEMO = "demo"
    PRODUCTION = "production"


class SettingsError(Exception):
    """A start that is refused; the message names each variable to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation decides; see README for the variables."""

    mode: Mode = Mode.DEMO
    secret_key: str = "demo-secret-key-not-for-production"  # noqa: S105
    seal_key: str = "demo-seal-key-not-for-production"
    audit_key: str = "demo-audit-key-not-for-production"
    secret_key_old: str = ""
    seal_keys_old: tuple[str, ...] = ()
    audit_keys_old: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    tls: bool = False
    proxies: int = 1
    data_dir: Path = PROJECT_ROOT / "var"
    database_url: str = ""
    storage_url: str = ""
    demo_password: str = "mingzhou-2026"  # noqa: S105
    office_name: str = "跑改办"
    inspect_word: str = "督察"
    testing: bool = False
    clocks: Clocks = field(default_factory=Clocks)
    quotas: Quotas = field(default_factory=Quotas)
    second_factor: bool = False
    password_profile: PasswordProfile = PasswordProfile.DJB
    separate_admins: bool = False
    metrics_token: str = ""
    log_json: bool = False
    session_idle_minutes: int = 30
    session_hours: int = 12
    field_hours: int = 72
    field_codes: bool = True
    field_seal_all: bool = False
    upload_megabytes: int = 20
    upload_pixels: int = 50_000_000
    task_lease_seconds: int = 60
    digest_at: time = time(8, 30)
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    smtp_tls: bool = True
    webhook_url: str = ""
    webhook_secret: str = ""
    webhook_body: str = '{"msgtype": "text", "text": {"content": "{text}"}}'
    audit_heads: str = ""
    backup_recipient: str = ""
    backup_passphrase: str = ""
    backup_passphrase_file: str = ""
    backup_key_file: str = ""
    backup_hours: int = 26
    rehearsal_days: int = 35

    @property
    def production(self) -> bool:
        """Say whether Secure cookies, HSTS and real secrets are demanded."""
        return self.mode is Mode.PRODUCTION

    @property
    def proxies_in_front(self) -> int:
        """Return how many proxies add to X-Forwarded-For; none is believed where nothing speaks HTTPS in front."""
        return self.proxies if self.tls else 0

    @property
    def json_logs(self) -> bool:
        """Say whether requests are written down as lines of JSON; always in production."""
        return self.production or self.log_json

    @property
    def second_step(self) -> bool:
        """Say whether the office, leaders and administrators prove themselves twice; always in production."""
        return self.production or self.second_factor

    def audit_key_at(self, sequence: int) -> str:
        """Return the key under which an entry of the audit chain was written; old ones read `last entry:key`."""
        earlier = (text.partition(":") for text in self.audit_keys_old)
        for last, key in sorted((int(last), key) for last, _, key in earlier):
            if sequence <= last:
                return key
        return self.audit_key

    @property
    def address(self) -> str:
        """Return how this installation is reached from outside, without a slash at the end; empty when nobody said."""
        named = self.public_url or (f"https://{self.trusted_hosts[0]}" if self.tls and self.trusted_hosts else "")
        return named.rstrip("/")

    @property
    def database(self) -> str:
        """Return the SQLAlchemy URL: PostgreSQL when named, else one SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'inspect.sqlite3'}"

    @property
    def storage(self) -> str:
        """Return where files live: s3://… when named, else a folder in the data directory."""
        return self.storage_url or (self.data_dir / "files").as_uri()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read INSPECT_* variables; raise SettingsError when production lacks a secret."""
        environ = os.environ if environ is None else environ
        settings = cls(**_read(environ))
        _demand_json(settings.webhook_body)
        _demand_places(settings.audit_keys_old)
        if settings.production:
            _demand_production(settings, environ)
        return settings

    @classmethod
    def for_tests(cls, *, database_url: str, data_dir: Path, **changes: object) -> Self:
        """Return settings for a test: given database and folder, fixed keys, no quotas."""
        base = cls(database_url=database_url, data_dir=data_dir, testing=True, quotas=Quotas(0, 0, 0))
        return replace(base, **changes)  # type: ignore[arg-type]


def _read(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for spec in fields(Settings):
        text = environ.get(f"INSPECT_{spec.name.upper()}", "").strip()
        if text and spec.name not in {"testing", "clocks", "quotas"}:
            values[spec.name] = _parse(spec.name, spec.type, text)
    values["clocks"] = Clocks(**_read_group(Clocks, "CLOCK", environ))
    values["quotas"] = Quotas(**_read_group(Quotas, "QUOTA", environ))
    return values


def _read_group(kind: type[Clocks] | type[Quotas], prefix: str, environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for spec in fields(kind):
        text = environ.get(f"INSPECT_{prefix}_{spec.name.upper()}", "").strip()
        if text:
            values[spec.name] = _parse(spec.name, spec.type, text)
    return values


def _parse(name: str, kind: object, text: str) -> object:
    parsers = {
        Mode: Mode,
        PasswordProfile: PasswordProfile,
        bool: lambda value: value.lower() in {"1", "true", "yes", "on"},
        int: int,
        Path: Path,
        time: time.fromisoformat,
        tuple[str, ...]: lambda value: tuple(part.strip() for part in value.split(",") if part.strip()),
    }
    try:
        return parsers.get(kind, str)(text)  # type: ignore[call-overload]
    except ValueError as error:
        raise SettingsError(f"INSPECT_{name.upper()} 的值“{text}”读不懂。") from error


def _demand_json(body: str) -> None:
    try:
        json.loads(body)
    except ValueError as error:
        raise SettingsError("INSPECT_WEBHOOK_BODY 不是有效的 JSON。") from error


def _demand_places(audit_keys: tuple[str, ...]) -> None:
    if not all(last.isdecimal() and key for last, _, key in (text.partition(":") for text in audit_keys)):
        raise SettingsError("INSPECT_AUDIT_KEYS_OLD 每一项写成“最后一条的序号:旧密钥”，用逗号隔开。")


def _demand_production(settings: Settings, environ: Mapping[str, str]) -> None:
    missing = [name for name in _REQUIRED_IN_PRODUCTION if not environ.get(name, "").strip()]
    if not settings.tls:
        missing.append("INSPECT_TLS=1")
    if missing:
        raise SettingsError("正式模式还缺少：" + "、".join(missing) + "。请设置后再启动。")
    keys = (settings.secret_key, settings.seal_key, settings.audit_key)
    weak = [name for name, key in zip(_REQUIRED_IN_PRODUCTION, keys, strict=False) if _is_weak(key)]
    if weak or len(set(keys)) < len(keys):
        names = "、".join(weak) or "三个密钥"
        raise SettingsError(f"{names} 不够安全：每个至少 {_SHORTEST_KEY} 个随机字符，三个各不相同，也不能用演示的。")


def _is_weak(key: str) -> bool:
    demo = Settings()
    return len(key) < _SHORTEST_KEY or key in {demo.secret_key, demo.seal_key, demo.audit_key}


def current_settings() -> Settings:
    """Return the settings of the running app."""
    settings: Settings = current_app.extensions["inspect_settings"]
    return settings


@lru_cache(maxsize=4)
def _sealer(key: str, earlier: tuple[str, ...]) -> Sealer:
    return Sealer(key, earlier)


def current_sealer() -> Sealer:
    """Return the sealer under INSPECT_SEAL_KEY, which lives outside the database."""
    settings = current_settings()
    return _sealer(settings.seal_key, settings.seal_keys_old)
