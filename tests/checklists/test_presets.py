"""The presets hold what the sources say and nothing more."""

import pytest

from inspect_app.checklists.rules import PRESETS, Preset, find_preset, publishing_problems, visible_items
from inspect_app.checklists.vocabulary import ItemKind, parse_body

QUESTIONS = ["抓得紧不紧", "做得优不优", "落得实不实", "获得感强不强"]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_every_preset_can_be_stored_and_published(preset: Preset) -> None:
    assert parse_body(preset.body.to_json()) == preset.body
    assert publishing_problems(preset.body) == []


def test_the_seven_presets_are_there() -> None:
    assert [preset.name for preset in PRESETS] == [
        "民情观察团体验", "一把手体验", "暗访体验", "服务电话测试", "网上抽查", "办事指南试读",
        "优化服务“十个一”",
    ]  # fmt: skip
    assert find_preset("observer") is PRESETS[0]
    assert find_preset("nothing") is None


def test_an_observer_has_fifteen_items_and_ends_with_the_four_questions() -> None:
    items = PRESETS[0].body.items
    assert len(items) <= 15
    assert all(question in item.text for question, item in zip(QUESTIONS, items[-4:], strict=True))
    assert {item.kind for item in items[-4:]} == {ItemKind.RATING}


def test_ten_ones_shows_three_and_keeps_seven_empty_slots() -> None:
    body = PRESETS[-1].body
    assert len(body.items) == 10
    assert [item.key for item in visible_items(body, {})] == ["one1", "one2", "one3"]
    assert [item.text for item in body.items[3:]] == [""] * 7


@pytest.mark.parametrize("code", ["phone"])
def test_what_the_phone_should_tell_is_asked_only_when_somebody_answered(code: str) -> None:
    preset = find_preset(code)
    assert preset is not None
    reached = {"call": {"phone": {"connected": True, "answered": True}}}
    assert "tell" not in [item.key for item in visible_items(preset.body, {})]
    assert "tell" in [item.key for item in visible_items(preset.body, reached)]


@pytest.mark.parametrize("code", ["covert", "chief"])
def test_typing_again_and_handing_in_again_are_two_items_and_how_often_is_counted(code: str) -> None:
    preset = find_preset(code)
    assert preset is not None
    keys = [item.key for item in preset.body.items]
    assert {"retyped", "resubmitted", "repeats"} <= set(keys)
    for key in ("retyped", "resubmitted"):
        shown = [item.key for item in visible_items(preset.body, {key: {"choice": "no"}})]
        assert "repeats" in shown
    kept = {"retyped": {"choice": "yes"}, "resubmitted": {"choice": "yes"}}
    assert "repeats" not in [item.key for item in visible_items(preset.body, kept)]


def test_a_guide_is_read_by_three_questions() -> None:
    preset = find_preset("guide")
    assert preset is not None
    asked = [item.text for item in preset.body.items if item.kind is ItemKind.YES_NO]
    assert [text.split("：")[0] for text in asked] == ["看得懂", "记得住", "办得了"]
