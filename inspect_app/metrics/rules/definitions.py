"""指标口径: every number of rectification.md §9, defined once; screen, Excel and paper read it from here.

What is not counted on purpose says so, rather than being left out.
"""

from inspect_app.metrics.vocabulary import Definition, MetricGroup

_G = MetricGroup

DEFINITIONS: tuple[Definition, ...] = (
    Definition("on_time", "按期整改率", _G.FIXING, "核验通过那一轮的反馈不晚于判定时限的问题",
               "判定时限落在这段日期内的问题", "判定时限",
               "暂缓和自查的不计，终止整改的算没有完成；判定时限已加上跑改办占用的工作日。"),
    Definition("on_time_original", "按原定时限整改率", _G.FIXING, "反馈不晚于最初时限的问题",
               "最初时限落在这段日期内的问题", "最初时限", "不算延期，只作对照。"),
    Definition("rectified", "整改率", _G.FIXING, "反馈已核验通过的问题", "已送达的问题", "送达日期"),
    Definition("closure", "销号率", _G.FIXING, "已销号的问题", "已送达的问题", "截至日",
               "终止整改的另列，不算销号。"),
    Definition("overdue", "平均逾期工作日", _G.FIXING, "逾期未改各件逾期工作日之和", "逾期未改的问题", "截至日",
               "停表、暂缓、终止整改的不算逾期。"),
    Definition("days_to_close", "平均整改时长", _G.FIXING, "送达到最后一次反馈的工作日之和", "这段日期内销号的问题",
               "销号日期", "另列中位数和跑改办占用的工作日。"),
    Definition("extension", "延期率", _G.FIXING, "批准过延期的问题", "已送达的问题", "送达日期"),
    Definition("recurrence", "重复发生率", _G.LASTING, "销号后 90 天内又发现的问题",
               "这段日期内销号的问题", "销号日期",
               "满 90 天观察期才算。"),
    Definition("look_back", "回头看合格率", _G.LASTING, "没有反弹的回头看", "已做的回头看", "回头看日期"),
    Definition("first_pass", "一次核验通过率", _G.CHECKING, "第一次核验就通过的问题",
               "做过第一次核验的问题", "核验日期"),
    Definition("rework", "退回重办率", _G.CHECKING, "退回重办过的问题", "首次报了反馈的问题", "首次反馈日期"),
    Definition("punctual", "跑改办按时核验率", _G.CHECKING, "按时限核验的反馈", "到了核验时限的反馈", "反馈日期",
               "管的是跑改办自己。"),
    Definition("plan_on_time", "计划按时报送率", _G.CHECKING, "按时限报了整改计划的问题", "要报计划且已签收的问题",
               "签收日期"),
    Definition("returns", "退单率", _G.CHECKING, "申请过退单的问题", "已送达的问题", "送达日期"),
    Definition("returns_granted", "退单成立率", _G.CHECKING, "裁定改派的退单", "已裁定的退单", "裁定日期",
               "成立得多，说明交办不准。"),
    Definition("accepted", "签收率", _G.CHECKING, "—", "—", "—", "打开即签收，签收率不作考核，不统计。", "不统计"),
    Definition("coverage", "督查覆盖率", _G.VISITING, "已走访的督查对象", "专项列入的督查对象",
               "走访日期", "按专项算。"),
    Definition("finding_rate", "问题发现率", _G.VISITING, "列出问题的走访", "已审核的走访", "走访日期"),
    Definition("chiefs", "一把手体验参与率", _G.VISITING, "做过体验走访的一把手", "在册一把手", "走访日期",
               "只统计参与的面，不排个人。"),
    Definition("participants", "各方代表参与率", _G.VISITING, "代表一方的观察员做的走访", "民情观察团做的走访",
               "走访日期", "两代表一委员、企业、党员群众、媒体各占多少另列；代表几方的各算一次。"),
    Definition("promise_gap", "公布事项不实率", _G.PROMISE, "实测跑了不止一次的事项", "实测过的公布“最多跑一次”事项",
               "走访日期", "一个事项只算一次，有一次实测跑了不止一次就算；材料不齐的实测、自查和未按脚本的不算。"),
    Definition("kept", "实测兑现率", _G.PROMISE, "跑趟、材料、取消证明、身份证、时间都做到的", "测到其中一样的具体办",
               "走访日期", "一次具体办里公布的承诺样样做到才算；自查和未按脚本的不算。"),
    Definition("trips", "平均跑次", _G.PROMISE, "办成的事项跑的次数之和", "办成的具体办", "走访日期",
               "材料齐全与否另列；自查和未按脚本的不算。"),
    Definition("one_trip", "一次办结率", _G.PROMISE, "跑一次或不跑就办成的", "办成或放弃的具体办", "走访日期",
               "自查和未按脚本的不算。"),
    Definition("zero_trip", "零跑率", _G.PROMISE, "一次不跑就办成的", "办成的具体办", "走访日期",
               "自查和未按脚本的不算。"),
    Definition("told_once", "一次性告知率", _G.PROMISE, "要点全部告知的", "测了一次性告知的具体办", "走访日期"),
    Definition("cancelled_asked", "已取消证明仍索要率", _G.PROMISE, "仍索要已取消证明的具体办", "记了材料的具体办",
               "走访日期", "分子就是已取消证明仍索要数。"),
    Definition("id_only", "一证通办率", _G.PROMISE, "只凭身份证就能办的事项", "在用的事项", "截至日"),
    Definition("wait", "平均等候", _G.PROMISE, "等候分钟数之和", "记了等候的具体办", "走访日期",
               "另列九成的人不超过多久。"),
    Definition("guide", "指南一致率", _G.PROMISE, "窗口与网上一致的指南", "查过的指南", "查看日期",
               "走访中对照的和网上抽查的合在一起；网上没有公布的算不一致，记为意思一样的不算。"),
    Definition("phone_through", "电话接通率", _G.PROMISE, "接通的电话", "打完的电话", "测试日期",
               "电话抽测和走访里的电话测试合在一起，只从这里算。抽测的一个号码算一次：三次以内打通就算接通，"
               "24 小时的看办公时间以外打的；没打完的不计。办公时间和 24 小时接听的另列。"),
    Definition("phone_answered", "电话应答率", _G.PROMISE, "有人应答的电话", "打完的电话", "测试日期",
               "范围同电话接通率。办公时间和 24 小时接听的另列。"),
    Definition("callback", "回访满意率", _G.PEOPLE, "评价满意和基本满意的", "回访到并答复的", "回访日期",
               "五级里的三级以上；答复情况另列。"),
    Definition("reply", "答复率", _G.PEOPLE, "已答复当事人的", "应答复当事人的", "收到日期",
               "来信来电网民一一答复，无法答复的不计；走访反映的按送达日期。"),
    Definition("opinion", "群众评价满意率", _G.PEOPLE, "评价满意和基本满意的意见征集表", "回答了满不满意的意见征集表",
               "填写日期", "同一地址短时间内超量提交的另存，不计。"),
    Definition("instruction", "批示办结率", _G.LEADING, "交办的事都已办结的批示", "时限已到的批示", "时限",
               "一件批示交几个单位的，都办结才算，按最后的时限；只作阅示的、撤销交办的不计；不分专项。"),
    Definition("instruction_on_time", "批示按时反馈率", _G.LEADING, "交办的事都按时报了办理情况的批示",
               "时限已到的批示", "时限", "不分专项。"),
    Definition("pledge", "承诺兑现率", _G.LEADING, "核定为已兑现的承诺", "到期或已核定的承诺", "时限",
               "没有定时限的按核定日期；到期没有核定的算没有兑现；不分专项。"),
    Definition("tough", "攻坚项目按期完成率", _G.LEADING, "按时限完成的项目", "时限落在这段日期内的项目", "时限",
               "不分专项。"),
    Definition("daily_notice", "通报按日出刊率", _G.LEADING, "出了通报的工作日", "专项进行的工作日", "印发日期",
               "一天出几期只算一天，节假日出的不计；几个专项合在一起算。"),
)  # fmt: skip
_BY_KEY = {definition.key: definition for definition in DEFINITIONS}


def defined(key: str) -> Definition:
    """Return a definition by its key."""
    return _BY_KEY[key]


def named(key: str) -> str:
    """Return the name of a metric, as every page and paper prints it."""
    return _BY_KEY[key].name
