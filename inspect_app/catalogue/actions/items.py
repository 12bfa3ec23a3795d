"""Add and change matters by hand."""

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import find_unit
from inspect_app.audit.actions import record
from inspect_app.catalogue.actions.guarding import changed_fields, check_version, flush_new, insist
from inspect_app.catalogue.actions.papers import forget_papers, replace_papers, set_windows
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.queries import as_fact, clean_item, get_item, windows_of_item
from inspect_app.catalogue.rules import check_item, same_papers
from inspect_app.catalogue.vocabulary import CleanItem, Feature
from inspect_app.database import db
from inspect_app.foundation.errors import Invalid, Missing

_TAKEN = "已经有事项用了这个编码。"


def add_item(actor: Actor, clean: CleanItem) -> ServiceItem:
    """Add a matter; raise Invalid when its code is taken or a promise is half said."""
    insist(actor)
    check_item(clean)
    if db.session.scalar(select(ServiceItem.id).where(ServiceItem.code == clean.code)):
        raise Invalid(_TAKEN, "code")
    item = ServiceItem(code=clean.code)
    _apply(item, clean)
    db.session.add(item)
    flush_new(_TAKEN)
    replace_papers(item, (), clean.papers)
    set_windows({item.id: sorted(clean.window_ids)})
    db.session.flush()
    forget_papers([item])
    record(actor, "item.added", "item", item.code, permission=Permission.MANAGE_CATALOGUE, name=item.name)
    return item


def change_item(actor: Actor, item_id: int, clean: CleanItem, seen_version: int) -> ServiceItem:
    """Change a matter; raise Conflict when somebody saved it since the form was opened."""
    insist(actor)
    check_item(clean)
    item = get_item(item_id)
    windows = frozenset(window.id for window in windows_of_item(item_id))
    before = _texts(clean_item(item, windows))
    check_version(item.version, seen_version, _texts(clean), lambda: before)
    _apply(item, clean)
    _apply_lists(item, clean, windows)
    db.session.flush()
    forget_papers([item])
    changes = changed_fields(before, _texts(clean))
    record(actor, "item.changed", "item", item.code, permission=Permission.MANAGE_CATALOGUE, **changes)
    return item


def _apply_lists(item: ServiceItem, clean: CleanItem, windows: frozenset[int]) -> None:
    papers = list(item.papers)
    if same_papers([as_fact(paper) for paper in papers], clean.papers) and windows == clean.window_ids:
        return
    flag_modified(item, "code")  # counts the version on: papers and windows belong to the matter
    replace_papers(item, papers, clean.papers)
    set_windows({item.id: sorted(clean.window_ids)})


def _apply(item: ServiceItem, clean: CleanItem) -> None:
    unit = find_unit(clean.unit_id)
    if unit is None:
        raise Missing("没有这个单位。")
    item.unit = unit
    for name in ("name", "audience", "one_thing", "trips", "promised_amount", "promised_unit"):
        setattr(item, name, getattr(clean, name))
    item.batch, item.announced_on, item.active = clean.batch, clean.announced_on, clean.active
    for feature in Feature:
        setattr(item, feature.value, feature in clean.features)


def _texts(item: CleanItem) -> dict[str, str]:
    unit = find_unit(item.unit_id)
    time = f"{item.promised_amount} {item.promised_unit.label}" if item.promised_unit else ""
    return {
        "事项名称": item.name,
        "责任单位": unit.short_name if unit else "",
        "办事对象": item.audience.label,
        "一件事": item.one_thing,
        "承诺跑几趟": item.trips.label if item.trips else "",
        "承诺": "、".join(feature.label for feature in Feature if feature in item.features),
        "承诺时间": time,
        "公布批次": item.batch,
        "公布日期": item.announced_on.isoformat() if item.announced_on else "",
        "启用": "是" if item.active else "否",
        "材料": "\n".join(_paper_line(paper.name, paper.required, paper.note) for paper in item.papers),
        "办理窗口": f"{len(item.window_ids)} 个" if item.window_ids else "",
    }


def _paper_line(name: str, required: bool, note: str) -> str:
    return name + ("" if required else "（需要时）") + (f"：{note}" if note else "")
