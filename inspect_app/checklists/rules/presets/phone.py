"""服务电话测试: gets through, is answered, is told at once."""

from inspect_app.checklists.rules.presets.building import Preset, body, told, yes
from inspect_app.checklists.vocabulary import Item, ItemKind, Option, Rule, Scenario

_ANSWERED: Rule = ["eq", ["ref", "call"], "answered"]

PHONE = Preset(
    Scenario.PHONE,
    "公布的服务电话：上班时间打得通；24 小时服务的，什么时候都打得通、有人接。",
    body(
        look=(
            yes("shown", "服务电话公布在窗口和网上，两处一致。", suggestion="更正公布的服务电话，两处一致。"),
        ),
        do=(
            Item("hours", ItemKind.SINGLE, "这个电话几时服务？", weight=0,
                 options=(Option("office", "上班时间"), Option("always", "24 小时"))),
            Item("call", ItemKind.PHONE_TEST, "拨打一次服务电话。", critical=True, weight=5,
                 hint="上班时间的电话在上班时间打；24 小时的任何时候都可以打",
                 suggestion="服务电话由专人值守，保证打得通、有人接；打不通的按规定问责。"),
            told("tell", "接电话的人一次讲清了哪些？", show_when=_ANSWERED),
            yes("manner", "接电话的人态度好，没有推来推去。", show_when=_ANSWERED,
                suggestion="落实首问负责，接电话的人负责到底。"),
        ),
        ask=(),
    ),
)  # fmt: skip
