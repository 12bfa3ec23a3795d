"""Add and change sites and windows by hand."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import find_unit
from inspect_app.audit.actions import record
from inspect_app.catalogue.actions.guarding import changed_fields, check_version, flush_new, insist
from inspect_app.catalogue.models import Site, Window
from inspect_app.catalogue.queries import clean_site, clean_window, get_site, get_window
from inspect_app.catalogue.rules import check_window
from inspect_app.catalogue.vocabulary import CleanSite, CleanWindow, WindowFeature
from inspect_app.database import db
from inspect_app.foundation.errors import Invalid, Missing

_SITE_TAKEN = "已经有网点用了这个编码。"
_WINDOW_TAKEN = "已经有窗口用了这个编码。"


def add_site(actor: Actor, clean: CleanSite) -> Site:
    """Add a site; raise Invalid when its code is taken."""
    insist(actor)
    if db.session.scalar(select(Site.id).where(Site.code == clean.code)):
        raise Invalid(_SITE_TAKEN, "code")
    site = Site(code=clean.code)
    _apply_site(site, clean)
    db.session.add(site)
    flush_new(_SITE_TAKEN)
    record(actor, "site.added", "site", site.code, permission=Permission.MANAGE_CATALOGUE, name=site.name)
    return site


def change_site(actor: Actor, site_id: int, clean: CleanSite, seen_version: int) -> Site:
    """Change a site; raise Conflict when somebody saved it since the form was opened."""
    insist(actor)
    site = get_site(site_id)
    before = _site_texts(clean_site(site))
    check_version(site.version, seen_version, _site_texts(clean), lambda: before)
    _apply_site(site, clean)
    db.session.flush()
    changes = changed_fields(before, _site_texts(clean))
    record(actor, "site.changed", "site", site.code, permission=Permission.MANAGE_CATALOGUE, **changes)
    return site


def add_window(actor: Actor, clean: CleanWindow) -> Window:
    """Add a window to a site; raise Invalid when its code is taken."""
    insist(actor)
    check_window(clean)
    if db.session.scalar(select(Window.id).where(Window.code == clean.code)):
        raise Invalid(_WINDOW_TAKEN, "code")
    window = Window(code=clean.code)
    _apply_window(window, clean)
    db.session.add(window)
    flush_new(_WINDOW_TAKEN)
    power = Permission.MANAGE_CATALOGUE
    record(actor, "window.added", "window", window.code, permission=power, name=window.name)
    return window


def change_window(actor: Actor, window_id: int, clean: CleanWindow, seen_version: int) -> Window:
    """Change a window; raise Conflict when somebody saved it since the form was opened."""
    insist(actor)
    check_window(clean)
    window = get_window(window_id)
    before = _window_texts(clean_window(window))
    check_version(window.version, seen_version, _window_texts(clean), lambda: before)
    _apply_window(window, clean)
    db.session.flush()
    changes = changed_fields(before, _window_texts(clean))
    record(actor, "window.changed", "window", window.code, permission=Permission.MANAGE_CATALOGUE, **changes)
    return window


def _apply_site(site: Site, clean: CleanSite) -> None:
    site.unit = _unit(clean.unit_id)
    site.name, site.type, site.address, site.active = clean.name, clean.type, clean.address, clean.active


def _apply_window(window: Window, clean: CleanWindow) -> None:
    window.site, window.unit = get_site(clean.site_id), _unit(clean.unit_id)
    for name in ("name", "phone", "hours_kind", "hours", "active"):
        setattr(window, name, getattr(clean, name))
    for feature in WindowFeature:
        setattr(window, feature.value, feature in clean.features)


def _unit(unit_id: int) -> Unit:
    unit = find_unit(unit_id)
    if unit is None:
        raise Missing("没有这个单位。")
    return unit


def _site_texts(site: CleanSite) -> dict[str, str]:
    return {
        "网点名称": site.name,
        "网点类型": site.type.label,
        "所属单位": _unit(site.unit_id).short_name,
        "地址": site.address,
        "启用": "是" if site.active else "否",
    }


def _window_texts(window: CleanWindow) -> dict[str, str]:
    return {
        "窗口名称": window.name,
        "网点": get_site(window.site_id).name,
        "责任单位": _unit(window.unit_id).short_name,
        "服务电话": window.phone,
        "接听时段": window.hours_kind.label,
        "办公时间": window.hours,
        "服务功能": "、".join(feature.label for feature in WindowFeature if feature in window.features),
        "启用": "是" if window.active else "否",
    }
