"""一把手体验: the process, the quality, the pace and whether what was announced is kept."""

from inspect_app.checklists.rules.presets.building import Preset, body, no_repeats, photograph, rate, told, write, yes
from inspect_app.checklists.vocabulary import Scenario

CHIEFS = Preset(
    Scenario.CHIEF,
    "单位主要负责人到窗口体验：办事流程、服务质量、办事效率、已公布事项落实。",
    body(
        look=(
            yes("one_window", "一窗受理真正由一个窗口办完，没有让人再到别的窗口。",
                hint="看前台受理，也看后台流转",
                suggestion="调整受理和流转，前台统一受理、后台分头办理。"),
            yes("published", "窗口公布的“最多跑一次”事项与公布的清单一致。",
                suggestion="按公布的清单更新窗口和网上内容。"),
            yes("guide", "办事指南看得懂、记得住、办得了，窗口和网上一致。",
                suggestion="精简办事指南，窗口和网上同步更新。"),
            rate("quality", "服务质量怎么样？", hint="看态度和业务水准"),
            rate("pace", "办事效率怎么样？", hint="看等候和办理"),
            photograph("scene", "现场照片"),
        ),
        do=(
            told("tell", "以办事人身份咨询，工作人员一次讲清了哪些？"),
            yes("papers", "只要公布的材料，没有清单外的要求。", suggestion="清单外的材料一律取消。"),
            yes("cancelled", "没有索要已取消的证明。", critical=True,
                suggestion="停止索要已取消的证明，改为部门核验或者书面承诺。"),
            *no_repeats(),
            yes("trip", "材料带齐时，跑一趟就办成。", suggestion="查清多跑的原因，兑现公布的趟数。"),
            yes("flow", "流程没有多余的环节。", suggestion="并环节、减材料，能后置的改为后置。"),
        ),
        ask=(
            rate("happy", "办事群众和企业满意吗？", hint="1 很不满意，5 很满意"),
            write("people", "办事群众和企业提了什么意见？", hint="记原话"),
            write("staff", "窗口工作人员提了什么意见？", hint="记原话"),
            write("decided", "现场定了哪些措施？", hint="写清谁来办、几时办好"),
        ),
    ),
)  # fmt: skip
