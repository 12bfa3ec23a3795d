"""Register a back office and say once which of its columns holds what."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.comparison.models import ComparisonSource
from inspect_app.comparison.vocabulary import Column, SourceDraft
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, Missing
from inspect_app.foundation.text import tidy


def add_source(actor: Actor, draft: SourceDraft, heads: Sequence[str]) -> ComparisonSource:
    """Register a source with the heads of its table; which column holds what is said next."""
    get_unit(draft.unit_id)
    source = ComparisonSource(
        name=_free_name(draft.name), unit_id=draft.unit_id, note=draft.note, heads=list(heads),
        columns={},
    )  # fmt: skip
    db.session.add(source)
    db.session.flush()
    record(
        actor, "comparison_source.added", "comparison_source", source.id, permission=Permission.TRIAGE,
        name=source.name, unit_id=source.unit_id,
    )  # fmt: skip
    return source


def change_source(actor: Actor, source_id: int, draft: SourceDraft, heads: Sequence[str]) -> ComparisonSource:
    """Change what a source is called and whose it is; heads of a new table replace the old, what is mapped stays."""
    source = lock_source(source_id)
    get_unit(draft.unit_id)
    name = _free_name(draft.name, source_id)
    changes = {"name": (source.name, name), "unit_id": (source.unit_id, draft.unit_id)}
    source.name, source.unit_id, source.note = name, draft.unit_id, draft.note
    if heads:
        source.heads = list(heads)
        source.columns = {column: head for column, head in source.columns.items() if head in heads}
    _note(actor, source, **changes)
    return source


def map_columns(
    actor: Actor, source_id: int, columns: Mapping[Column, str], version: int | None = None
) -> ComparisonSource:
    """Keep which head holds what; every later table of the source is read by it."""
    source, wanted = lock_source(source_id), _plain(columns)
    if version is not None and version != source.version:
        raise Conflict(
            "对应关系刚被别人改过，请对照后再存。", mine=_told(wanted), theirs=_told(source.columns)
        )
    changes = (_words(source.columns), _words(wanted))
    source.columns = wanted
    _note(actor, source, columns=changes)
    return source


def lock_source(source_id: int) -> ComparisonSource:
    """Return a source locked: the batches of one source are compared one behind the other."""
    query = select(ComparisonSource).where(ComparisonSource.id == source_id).with_for_update()
    source = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if source is None:
        raise Missing()
    return source


def _free_name(name: str, but: int | None = None) -> str:
    plain = tidy(name)
    if not plain:
        raise Invalid("请填系统名称。", "name")
    there = db.session.scalar(select(ComparisonSource.id).where(ComparisonSource.name == plain))
    if there is not None and there != but:
        raise Invalid(f"已经登记过“{plain}”。", "name")
    return plain


def _note(actor: Actor, source: ComparisonSource, **changes: Any) -> None:
    db.session.flush()
    record(
        actor, "comparison_source.changed", "comparison_source", source.id, permission=Permission.TRIAGE, **changes
    )


def _plain(columns: Mapping[Column, str]) -> dict[str, str]:
    return {column.value: head for column, head in columns.items()}


def _told(columns: Mapping[str, str]) -> dict[str, str]:
    return {column.label: str(columns.get(column.value, "没有这一列")) for column in Column}


def _words(columns: Mapping[str, str]) -> str:
    return "；".join(f"{column.label}＝{columns[column.value]}" for column in Column if column.value in columns)
