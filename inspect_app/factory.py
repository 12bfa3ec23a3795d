"""The only module that knows every part."""

import importlib
from datetime import timedelta
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from inspect_app import commands
from inspect_app.config import PROJECT_ROOT, Settings
from inspect_app.dashboard.views import register_shell
from inspect_app.database import db
from inspect_app.extensions import csrf, login_manager, migrate
from inspect_app.web.addresses import register_addresses
from inspect_app.web.appearance import register_appearance
from inspect_app.web.budgets import register_budgets
from inspect_app.web.counting import register_counting
from inspect_app.web.errors import register_error_pages
from inspect_app.web.filters import register_filters
from inspect_app.web.headers import register_headers
from inspect_app.web.logs import register_logs
from inspect_app.web.masking import register_masking

# Each of these rooms has a views module with a blueprint named `blueprint`.
_ROOMS_WITH_PAGES = (
    "accounts",
    "audit",
    "calendar",
    "messages",
    "catalogue",
    "checklists",
    "campaigns",
    "visits",
    "findings",
    "projects",
    "rectification",
    "planning",
    "voices",
    "spotchecks",
    "comparison",
    "metrics",
    "notices",
    "field",
    "keeping",
    "dashboard",
)
_ROOMS_WITH_TABLES = (
    "accounts",
    "audit",
    "calendar",
    "campaigns",
    "catalogue",
    "checklists",
    "comparison",
    "evidence",
    "field",
    "findings",
    "keeping",
    "messages",
    "notices",
    "planning",
    "projects",
    "rectification",
    "spotchecks",
    "tasks",
    "visits",
    "voices",
)
_FORM_MEGABYTES = 2
_FORM_PARTS = 5000


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app from its settings (the environment's, unless given)."""
    settings = settings or Settings.from_environment()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask("inspect_app")
    _configure(app, settings)
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # sentences are for people
    for room in _ROOMS_WITH_TABLES:
        importlib.import_module(f"inspect_app.{room}.models")
    if settings.proxies_in_front:
        # Else all citizens of a city would share the address of the proxy, and its allowance.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies_in_front, x_proto=0)  # type: ignore[method-assign]
    db.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    migrate.init_app(app, db, directory=str(PROJECT_ROOT / "migrations"))
    register_logs(app, settings)
    register_counting(app)
    register_addresses(app)
    _register_pages(app)
    register_budgets(app, settings)
    register_error_pages(app)
    register_headers(app, settings)
    register_filters(app)
    register_masking(app)
    register_appearance(app)
    register_shell(app)
    commands.register_commands(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["inspect_settings"] = settings
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[settings.secret_key_old] if settings.secret_key_old else None,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=_FORM_MEGABYTES * 1024 * 1024,
        MAX_FORM_PARTS=_FORM_PARTS,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="__Host-inspect" if settings.production else "inspect",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_I18N_ENABLED=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        TESTING=settings.testing,
    )


def _engine_options(settings: Settings) -> dict[str, Any]:
    quiet = {"hide_parameters": not settings.testing}  # an error of the database must not quote what somebody typed
    if settings.database.startswith("sqlite"):
        return quiet
    return {**quiet, "pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}


def _register_pages(app: Flask) -> None:
    for room in _ROOMS_WITH_PAGES:
        app.register_blueprint(importlib.import_module(f"inspect_app.{room}.views").blueprint)
