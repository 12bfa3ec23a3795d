"""暗访体验: as an ordinary applicant, from the first question to the result."""

from inspect_app.checklists.rules.presets.building import Preset, body, no_repeats, photograph, rate, told, write, yes
from inspect_app.checklists.vocabulary import Item, ItemKind, Option, Scenario

COVERT = Preset(
    Scenario.COVERT,
    "以普通办事人身份走一遍全过程：问、等、办、再问，记几点几分、谁、说了什么、结果。",
    body(
        look=(
            yes("guide_seen", "办事指南摆在窗口显眼处，拿得到。", suggestion="把办事指南摆到窗口显眼处。"),
            yes("guide_plain", "办事指南有图有文，看得懂。", suggestion="把办事指南改得有图有文、好懂。"),
            yes("guide_same", "窗口的办事指南与网上公布的一致。", suggestion="窗口和网上同步更新办事指南。"),
            yes("manner", "工作人员态度好，辅助人员也一样。", suggestion="窗口规范对辅助人员同样执行。"),
            yes("services", "公布的网上预约、预审、快递送达、电子支付，在这个窗口都用得上。",
                hint="没有公布的选不适用", suggestion="公布了的服务功能要真能用，用不了的先撤下公布。"),
            yes("post", "窗口有人在岗，没有在办公时间停办。", suggestion="落实岗位替补，窗口不断人。"),
            photograph("scene", "现场照片（不拍人脸、不拍证件）"),
        ),
        do=(
            Item("arrive", ItemKind.TIME, "几点到的？", weight=0),
            Item("wait", ItemKind.NUMBER, "从取号到叫号等了多久？", unit="分钟", minimum=0, maximum=600,
                 weight=0),
            told("tell", "窗口一次讲清了哪些？"),
            yes("papers", "只要公布的材料，没有清单外的要求。", suggestion="清单外的材料一律取消。"),
            yes("cancelled", "没有索要已取消的证明。", critical=True,
                suggestion="停止索要已取消的证明，改为部门核验或者书面承诺。"),
            yes("id_only", "公布凭身份证就能办的，没有再要别的。", hint="不是这类事项的选不适用",
                suggestion="兑现凭身份证办理的承诺。"),
            *no_repeats(),
            Item("trips", ItemKind.NUMBER, "办成一共要跑几趟？", hint="没办成的，按工作人员说的趟数记",
                 unit="趟", minimum=0, maximum=20, pass_maximum=1, weight=3, critical=True,
                 suggestion="查清多跑的原因，兑现公布的趟数。"),
            Item("outcome", ItemKind.SINGLE, "今天办的结果", weight=2,
                 suggestion="说明没有办成的原因，补上办理。",
                 options=(Option("done", "办成了", 1), Option("accepted", "受理了，还没办好", 1),
                          Option("refused", "不给办", 0, fails=True),
                          Option("closed", "窗口没开", 0, fails=True),
                          Option("left", "自己没有办完", 0))),
            write("why", "不给办，工作人员怎么说？", hint="记原话"),
        ),
        ask=(
            rate("happy", "旁边的办事人满意吗？", hint="1 很不满意，5 很满意"),
            write("words", "他们说了什么？", hint="记原话，不记姓名"),
        ),
    ),
)  # fmt: skip
