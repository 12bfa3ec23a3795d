"""Presets: checklists written from what the source documents say, to start a draft from."""

from inspect_app.checklists.rules.presets.building import Preset
from inspect_app.checklists.rules.presets.chiefs import CHIEFS
from inspect_app.checklists.rules.presets.covert import COVERT
from inspect_app.checklists.rules.presets.guide import GUIDE
from inspect_app.checklists.rules.presets.observers import OBSERVERS
from inspect_app.checklists.rules.presets.online import ONLINE
from inspect_app.checklists.rules.presets.phone import PHONE
from inspect_app.checklists.rules.presets.ten_ones import TEN_ONES

PRESETS: tuple[Preset, ...] = (OBSERVERS, CHIEFS, COVERT, PHONE, ONLINE, GUIDE, TEN_ONES)


def find_preset(code: str) -> Preset | None:
    """Return the preset with this code, or nothing."""
    return next((preset for preset in PRESETS if preset.code == code), None)


__all__ = ["PRESETS", "Preset", "find_preset"]
