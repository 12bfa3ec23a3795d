"""Short names for building the bodies of presets."""

from dataclasses import dataclass

from inspect_app.checklists.vocabulary import (
    ChecklistBody,
    Item,
    ItemKind,
    Part,
    PartKey,
    Point,
    Rule,
    Scenario,
)

TOLD_AT_ONCE = (
    Point("papers", "要带哪些材料"),
    Point("steps", "怎么办、分几步"),
    Point("place", "到哪里办、几点办"),
    Point("time", "多久能办好"),
    Point("online", "能不能在网上、手机上办"),
)


@dataclass(frozen=True, slots=True)
class Preset:
    """A checklist to start from; the office makes it its own in the draft."""

    scenario: Scenario
    description: str
    body: ChecklistBody

    @property
    def code(self) -> str:
        """Return the code a checklist made from this preset gets."""
        return str(self.scenario)

    @property
    def name(self) -> str:
        """Return the name a checklist made from this preset gets."""
        return self.scenario.label


def body(look: tuple[Item, ...], do: tuple[Item, ...], ask: tuple[Item, ...]) -> ChecklistBody:
    """Return a body of the three parts."""
    return ChecklistBody((Part(PartKey.LOOK, look), Part(PartKey.DO, do), Part(PartKey.ASK, ask)))


def yes(
    key: str,
    text: str,
    *,
    hint: str = "",
    suggestion: str = "",
    critical: bool = False,
    show_when: Rule | None = None,
) -> Item:
    """Return a positively worded yes/no item: 是 is good, 否 is a failure."""
    return Item(
        key, ItemKind.YES_NO, text, hint=hint, suggestion=suggestion, critical=critical, show_when=show_when
    )


def rate(key: str, text: str, hint: str = "") -> Item:
    """Return an item with one to five points."""
    return Item(key, ItemKind.RATING, text, hint=hint, suggestion="对照群众的打分找原因，拿出改进办法。")


def write(key: str, text: str, hint: str = "") -> Item:
    """Return an item for a sentence in the author's own words, which may stay empty."""
    return Item(key, ItemKind.TEXT, text, hint=hint, weight=0, required=False)


def told(key: str, text: str, show_when: Rule | None = None) -> Item:
    """Return the list of what must be told at once."""
    return Item(
        key, ItemKind.TOLD_LIST, text, hint="逐条记：讲了，还是没讲。", weight=2, show_when=show_when,
        points_to_tell=TOLD_AT_ONCE,
        suggestion="落实一次性告知，窗口和电话用同一份告知清单，辅助人员同样照办。",
    )  # fmt: skip


def no_repeats() -> tuple[Item, ...]:
    """Return 不重复录入、不重复提交 (D17), and how often it happened where it did."""
    some: Rule = ["or", ["eq", ["ref", "retyped"], "no"], ["eq", ["ref", "resubmitted"], "no"]]
    return (
        yes("retyped", "没有让人把填过的内容再填一遍（不重复录入）。",
            suggestion="打通系统，已经录入的信息自动带出，不再手工重填。"),
        yes("resubmitted", "没有让人把交过的材料再交一遍（不重复提交）。",
            suggestion="窗口之间、部门之间共享材料，交过的不再要。"),
        Item("repeats", ItemKind.NUMBER, "一共重复了几次？", unit="次", minimum=1, maximum=99, weight=0,
             show_when=some),
    )  # fmt: skip


def photograph(key: str, text: str) -> Item:
    """Return an item for photos, which may stay empty."""
    return Item(key, ItemKind.PHOTO, text, weight=0, required=False)
