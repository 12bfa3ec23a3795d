"""What a version must satisfy: keys that keep their kind, and enough content to be published."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind, Part


def digest_of(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a body's canonical JSON, in hex."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def retyped_items(body: ChecklistBody, kinds: Mapping[str, ItemKind]) -> list[str]:
    """Return a sentence for each item whose key was published under another kind."""
    return [
        f"{part.label}第 {place} 项：编码“{item.key}”以前是“{kinds[item.key].label}”，不能改成"
        f"“{item.kind.label}”。请删去这一项，另加一项。"
        for part in body.parts
        for place, item in enumerate(part.items, start=1)
        if item.key in kinds and kinds[item.key] is not item.kind
    ]


def publishing_problems(body: ChecklistBody) -> list[str]:
    """Return what keeps a draft from being published, in reading order."""
    problems = [problem for part in body.parts for problem in _part_problems(part)]
    if not body.written_items:
        problems.append("还没有检查项，不能发布。")
    return problems


def _part_problems(part: Part) -> list[str]:
    return [
        f"{part.label}第 {place} 项：{problem}"
        for place, item in enumerate(part.items, start=1)
        if not item.is_empty_slot and (problem := _item_problem(item)) is not None
    ]


def _item_problem(item: Item) -> str | None:
    if item.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE) and len(item.options) < 2:
        return f"“{item.kind.label}”至少要有 2 个选项。"
    if item.kind is ItemKind.TOLD_LIST and not item.points_to_tell:
        return "“告知清单”至少要有 1 条要点。"
    return None
