"""优化服务“十个一”: the source names three of the ten; seven slots stay empty until the office fills them."""

from inspect_app.checklists.rules.presets.building import Preset, body, told, yes
from inspect_app.checklists.vocabulary import Item, ItemKind, Scenario

_EMPTY_SLOTS = tuple(Item(f"one{number}", ItemKind.YES_NO, "") for number in range(4, 11))

TEN_ONES = Preset(
    Scenario.TEN_ONES,
    "十条要求里已有三条，其余七条由各单位按自己的文件填写；没有填写的不在走访时出现。",
    body(
        look=(
            Item("one1", ItemKind.PHONE_TEST, "用好一个服务电话。", critical=True,
                 hint="上班时间打得通；24 小时服务的，什么时候都打得通、有人接",
                 suggestion="服务电话由专人值守；打不通的按规定问责。"),
            told("one2", "办事要求一次能讲清：接电话的、窗口的（含辅助人员）讲了哪些？"),
            yes("one3", "服务流程一次能看懂：指南有图有文，摆在显眼处，网上也有。",
                suggestion="重新梳理服务流程，做好办事指南，窗口和网上同步。"),
            *_EMPTY_SLOTS,
        ),
        do=(),
        ask=(),
    ),
)  # fmt: skip
