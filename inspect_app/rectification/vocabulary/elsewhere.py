"""Words about looking elsewhere for the same problem (举一反三)."""

from inspect_app.foundation.labels import Labelled


class SiblingWhy(Labelled):
    """Why a window may have the same problem; the value stands in the address."""

    ITEM = "item", "同一事项的窗口"
    UNIT = "unit", "本单位的窗口"
    KIN = "kin", "同类单位的窗口"
