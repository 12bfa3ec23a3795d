"""Import a workbook that was read: all of it or nothing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from inspect_app.access import Actor, Permission
from inspect_app.accounts.models import Unit
from inspect_app.audit.actions import record
from inspect_app.catalogue.actions.guarding import insist
from inspect_app.catalogue.actions.merging import Merger
from inspect_app.catalogue.actions.papers import asked_windows, forget_papers, merge_papers, write_item_windows
from inspect_app.catalogue.models import CancelledProof, ServiceItem, Site, Window
from inspect_app.catalogue.queries import CatalogueState, load_state
from inspect_app.catalogue.rules import Plan, plan_import
from inspect_app.catalogue.vocabulary import CatalogueWorkbook, ImportReport, SheetCount, SheetName, WindowFeature
from inspect_app.database import db, is_sqlite

_LOCK = "LOCK TABLE units, sites, windows, service_items, cancelled_proofs IN SHARE ROW EXCLUSIVE MODE"
_WINDOW = {"window_name": "name", "window_unit": "unit"}
_WINDOW_SAME = ("phone", "hours_kind", "hours", "active", *(feature.value for feature in WindowFeature))


def import_workbook(
    actor: Actor, workbook: CatalogueWorkbook, *, dry_run: bool = False, source: str = ""
) -> ImportReport:
    """Add what is new and update by code what is there; with any problem, or on a dry run, write nothing.

    Open a transaction around it unless it is a dry run. `source` names the file in the audit entry.
    """
    insist(actor)
    if not (dry_run or is_sqlite()):
        db.session.execute(text(_LOCK))
    state = load_state()
    plan = plan_import(workbook, state.known())
    if plan.problems:
        return ImportReport((), plan.problems)
    with db.session.no_autoflush:
        counts = _merge(plan, state, workbook, write=not dry_run)
    report = ImportReport(counts, written=not dry_run)
    if not dry_run:
        db.session.flush()
        forget_papers(state.items[code] for code in plan.papers)
        _record(actor, report, source)
    return report


def _merge(
    plan: Plan, state: CatalogueState, workbook: CatalogueWorkbook, *, write: bool
) -> tuple[SheetCount, ...]:
    units = Merger(Unit, state.units, {"parent": state.units}, write)
    sites = Merger(Site, state.sites, {"unit": state.units}, write)
    windows = Merger(Window, state.windows, {"unit": state.units, "site": state.sites}, write)
    items = Merger(ServiceItem, state.items, {"unit": state.units}, write)
    proofs = Merger(CancelledProof, state.proofs, {"unit": state.units}, write)
    places = SheetName.PLACES.label
    hidden = {name.label: workbook.hidden.get(name, 0) for name in SheetName}
    done = {
        SheetName.UNITS: [units.merge(_units(plan, state), SheetName.UNITS.label)],
        SheetName.PLACES: [
            sites.merge(plan.sites, f"{places}：网点"),
            windows.merge(_windows(plan), f"{places}：窗口"),
        ],
        SheetName.ITEMS: [items.merge(_items(plan), SheetName.ITEMS.label, _moved(plan, state))],
        SheetName.PAPERS: [merge_papers(plan.papers, state, write=write)],
        SheetName.PROOFS: [proofs.merge(plan.proofs, SheetName.PROOFS.label)],
    }
    if write:
        write_item_windows(plan.items, state)
    counts = [count for name, found in done.items() if name in workbook.rows for count in found]
    return tuple(_with_hidden(count, hidden) for count in counts)


def _units(plan: Plan, state: CatalogueState) -> Mapping[str, Mapping[str, Any]]:
    """A unit without a short name is called by its name."""
    return {
        code: {**facts, "short_name": facts.get("short_name") or facts["name"]}
        if "short_name" in facts or code not in state.units
        else facts
        for code, facts in plan.units.items()
    }


def _windows(plan: Plan) -> Mapping[str, Mapping[str, Any]]:
    return {
        code: {
            "site": facts["site_code"],
            **{own: facts[key] for key, own in _WINDOW.items() if key in facts},
            **{key: facts[key] for key in _WINDOW_SAME if key in facts},
        }
        for code, facts in plan.windows.items()
    }


def _items(plan: Plan) -> Mapping[str, Mapping[str, Any]]:
    """The windows of a matter are rows of their own."""
    return {
        code: {key: value for key, value in facts.items() if key != "windows"}
        for code, facts in plan.items.items()
    }


def _moved(plan: Plan, state: CatalogueState) -> frozenset[str]:
    """Return the matters that are done at other windows than before."""
    return frozenset(
        code
        for code, windows in asked_windows(plan.items)
        if windows != state.item_windows.get(code, frozenset())
    )


def _with_hidden(count: SheetCount, hidden: Mapping[str, int]) -> SheetCount:
    left_out = hidden.get(count.sheet.partition("：")[0], 0)
    return SheetCount(count.sheet, count.added, count.changed, count.unchanged, count.removed, left_out)


def _record(actor: Actor, report: ImportReport, source: str) -> None:
    changes: dict[str, Any] = {
        count.sheet: [count.added, count.changed, count.unchanged, count.removed] for count in report.counts
    }
    record(
        actor,
        "catalogue.imported",
        "catalogue",
        "workbook",
        permission=Permission.MANAGE_CATALOGUE,
        source=source,
        **changes,
    )
