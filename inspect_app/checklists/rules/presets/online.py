"""网上抽查: what is published online against what was promised and what the window says."""

from inspect_app.checklists.rules.presets.building import Preset, body, photograph, write, yes
from inspect_app.checklists.vocabulary import Item, ItemKind, Scenario

ONLINE = Preset(
    Scenario.ONLINE,
    "在网上和手机上抽查一个事项：公布了什么，与承诺的、窗口的是不是一致，能不能真的办。",
    body(
        look=(
            Item("address", ItemKind.TEXT, "抽查的网页地址或者应用名称", weight=0, required=True),
            yes("found", "在网上搜得到这个事项。", suggestion="把事项补上网，写清群众会搜的名称。"),
            yes("trips", "网上写的趟数与公布的一致。", suggestion="按公布的批次更正网上的趟数。"),
            yes("papers", "网上的材料清单与窗口一致。", suggestion="窗口和网上同步更新材料清单。"),
            yes("cancelled", "网上的材料清单里没有已取消的证明。", critical=True,
                suggestion="从网上的材料清单里删去已取消的证明。"),
            yes("id_only", "公布凭身份证就能办的，网上也这样写。", hint="不是这类事项的选不适用",
                suggestion="按公布的批次更正网上的材料清单。"),
            yes("plain", "网上的办事指南有图有文，看得懂。", suggestion="把办事指南改得有图有文、好懂。"),
            photograph("screen", "网页截图"),
        ),
        do=(
            yes("apply", "公布可以网上办的，真的能在网上提交。", hint="到提交前一步为止，不留假件",
                suggestion="修好网上申请，公布了就要办得了。"),
            yes("mobile", "公布可以手机办的，真的能在手机上办。", hint="没有公布的选不适用",
                suggestion="修好手机端办理。"),
            yes("book", "网上预约、预审能用。", hint="没有公布的选不适用", suggestion="修好网上预约和预审。"),
            yes("post", "能选快递送达，能在网上缴费。", hint="没有公布的选不适用",
                suggestion="开通快递送达和网上缴费。"),
            write("stuck", "卡在哪一步？", hint="写清页面和提示的原话"),
        ),
        ask=(),
    ),
)  # fmt: skip
