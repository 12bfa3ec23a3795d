"""The office's own checklist for inspectors: 窗口服务现场督察."""

from inspect_app.checklists.rules.presets.building import body, photograph, rate, told, write, yes
from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind, Option

CODE, NAME = "window_service", "窗口服务现场督察"
ABOUT = "督查员到窗口用：看大厅和窗口，办一件事，问问办事的人。"

SHEET: ChecklistBody = body(
    look=(
        yes("signs", "大厅导引清楚，一进门就知道去哪个窗口。", suggestion="补齐导引牌，安排导办。"),
        yes("machine", "取号机好用，能按事项取号。", suggestion="修好取号机，按事项分流。"),
        Item("wait", ItemKind.NUMBER, "从取号到叫号等了多久？", unit="分钟", minimum=0, maximum=300, pass_maximum=20,
             weight=2, suggestion="忙时增开窗口，分流取号。"),
        Item("open", ItemKind.SINGLE, "上班时间窗口开了多少？", weight=2, suggestion="落实岗位替补，窗口不断人。",
             options=(Option("all", "全开", 2), Option("most", "个别没开", 1), Option("few", "一半以上没开", 0, True))),
        yes("post", "窗口有人在岗，没有在办公时间停办。", critical=True, suggestion="落实岗位替补，窗口不断人。"),
        rate("manner_rate", "工作人员态度怎么样？", "辅助人员也算"),
        yes("guide_seen", "办事指南摆在窗口显眼处，拿得到。", suggestion="把办事指南摆到窗口显眼处。"),
        yes("guide_same", "窗口的办事指南与网上公布的一致。", suggestion="窗口和网上同步更新办事指南。"),
        yes("shown", "服务电话公布在窗口和网上，两处一致。", suggestion="更正公布的服务电话，两处一致。"),
        Item("call", ItemKind.PHONE_TEST, "拨打一次公布的服务电话。", weight=3,
             suggestion="服务电话由专人值守，保证打得通、有人接。"),
        yes("machines", "自助设备能用，旁边有人教。", suggestion="修好自助设备，安排人员辅导。"),
        yes("access", "老年人和行动不便的人有专门通道或窗口。", suggestion="设置绿色通道，公布在大厅。"),
        yes("complaint", "投诉渠道公布在显眼处，投诉有人管。", suggestion="公布投诉电话，专人登记办理。"),
        photograph("scene", "大厅和窗口的照片（不拍人脸、不拍证件）"),
    ),
    do=(
        told("tell", "以办事人身份咨询，工作人员一次讲清了哪些？"),
        yes("papers", "只要公布的材料，没有清单外的要求。", suggestion="清单外的材料一律取消。"),
        yes("cancelled", "没有索要已取消的证明。", critical=True,
            suggestion="停止索要已取消的证明，改为部门核验或者书面承诺。"),
        yes("again", "没有让人重复填表、重复交材料。", suggestion="打通部门数据，已有的信息不再要。"),
        yes("one_window", "一窗受理真正由一个窗口办完，没有让人再到别的窗口。",
            suggestion="调整受理和流转，前台统一受理、后台分头办理。"),
        yes("receipt", "受理后给了凭证，写明几时办好。", suggestion="受理即给凭证，写明办结时间。"),
        yes("trip", "材料带齐时，跑一趟就办成。", suggestion="查清多跑的原因，兑现公布的趟数。"),
        yes("online", "公布可以网上办的，窗口人员会教、愿意教。", suggestion="窗口安排网办辅导，公布操作指南。"),
    ),
    ask=(
        rate("happy", "问到的办事人满意吗？", "1 很不满意，5 很满意"),
        yes("helpers", "协辅人员讲的和窗口讲的一样。", suggestion="协辅人员用同一份告知清单，统一培训。"),
        write("words", "他们说了什么？", "记原话，不记姓名"),
    ),
)  # fmt: skip
