"""办事指南试读: somebody who doesn't know the matter reads the guide; three questions (seed 002, D5)."""

from inspect_app.checklists.rules.presets.building import Preset, body, photograph, write, yes
from inspect_app.checklists.vocabulary import Item, ItemKind, Scenario

_PLAIN = "用群众的话改写办事指南，去掉套话和内部用语。"

GUIDE = Preset(
    Scenario.GUIDE,
    "请没办过这件事的观察员读一遍办事指南：看得懂、记得住、办得了。读完合上指南，再答后两问。",
    body(
        look=(
            Item("guide", ItemKind.TEXT, "读的是哪份办事指南？", weight=0, required=True,
                 hint="事项名称，在窗口拿的还是网上看的"),
            Item("minutes", ItemKind.NUMBER, "读了几分钟？", unit="分钟", minimum=0, maximum=120, weight=0),
            yes("clear", "看得懂：读一遍就明白要带什么、怎么办、到哪里办。", suggestion=_PLAIN),
            write("unclear", "哪一句看不懂？", hint="抄原句"),
            photograph("page", "办事指南照片"),
        ),
        do=(
            yes("kept", "记得住：合上指南，说得出要带的材料和要走的步骤。",
                suggestion="精简办事指南，材料和步骤用清单、流程图表示。"),
            Item("named", ItemKind.NUMBER, "必交的材料说对了几样？", unit="样", minimum=0, maximum=50, weight=0),
            yes("done", "办得了：照指南去办，没有再要指南上没有的。", critical=True,
                suggestion="按窗口实际办理核对办事指南，缺的补上，多的删去。"),
            write("stuck", "卡在哪一步？", hint="指南怎么写，窗口怎么说"),
        ),
        ask=(),
    ),
)  # fmt: skip
