"""民情观察团体验: fifteen items, worded so that 是 is good, the last four being the four questions."""

from inspect_app.checklists.rules.presets.building import Preset, body, rate, write, yes
from inspect_app.checklists.vocabulary import Scenario

OBSERVERS = Preset(
    Scenario.OBSERVER,
    "观察员来当调查员、代办员、监督员：看大厅，办一件事，问问办事的人，最后答四个问题。",
    body(
        look=(
            yes("hall", "大厅里看得到“最多跑一次”公布了哪些事项，有人引导。", hint="看氛围",
                suggestion="在大厅显眼处公布事项，安排人员引导。"),
            yes("manner", "工作人员态度热情，有耐心。", hint="看态度",
                suggestion="加强窗口服务规范，改进态度。"),
            yes("skill", "工作人员熟悉业务，问的事答得上来。", hint="看业务水准",
                suggestion="组织窗口业务培训。"),
            yes("pace", "窗口办得利索，没有让人干等。", hint="看办事效率",
                suggestion="忙时增开窗口，分流取号。"),
            yes("guide", "办事指南摆在显眼处，有图有文，一次能看懂。",
                suggestion="重做办事指南，摆到窗口，同步上网。"),
        ),
        do=(
            yes("papers", "照办事指南带的材料够用，没有再要别的。",
                suggestion="核对窗口与公布的材料清单，清单外的一律不收。"),
            yes("cancelled", "已经公布取消的证明，没有再要。", critical=True,
                suggestion="停止索要已取消的证明，改为部门核验或者书面承诺。"),
            yes("clear", "要带什么、怎么办，工作人员一次讲清。", suggestion="落实一次性告知，做到一口清。"),
            yes("trip", "这件事最多跑一趟就办成，或者不用跑。", hint="材料带齐时",
                suggestion="查清多跑的原因，兑现公布的趟数。"),
        ),
        ask=(
            rate("happy", "问到的办事群众和企业，对这次办理满意吗？", hint="1 很不满意，5 很满意"),
            write("wish", "他们希望怎么改？", hint="记原话"),
            rate("tight", "改革抓得紧不紧？", hint="1 很松，5 很紧"),
            rate("fine", "服务做得优不优？", hint="1 很差，5 很优"),
            rate("solid", "承诺落得实不实？", hint="1 很虚，5 很实"),
            rate("gain", "群众获得感强不强？", hint="1 很弱，5 很强"),
        ),
    ),
)  # fmt: skip
