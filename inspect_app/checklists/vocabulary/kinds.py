"""Enums of the checklists, each with the Chinese label people see."""

from inspect_app.foundation.labels import Labelled


class ItemKind(Labelled):
    """What kind of answer an item takes; a key keeps its kind for ever."""

    YES_NO = "yes_no", "是/否/不适用"
    SINGLE = "single", "单选"
    MULTIPLE = "multiple", "多选"
    NUMBER = "number", "数值"
    RATING = "rating", "评分"
    TEXT = "text", "文字"
    TIME = "time", "时间"
    PHOTO = "photo", "照片"
    PHONE_TEST = "phone_test", "电话测试"
    TOLD_LIST = "told_list", "告知清单"


class PartKey(Labelled):
    """The three parts of a visit, in the order the author walks through them."""

    LOOK = "look", "现场看"
    DO = "do", "具体办"
    ASK = "ask", "跟踪问"


class VersionState(Labelled):
    """A version is a draft until it is published; a published one never changes."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"


class Scenario(Labelled):
    """What a checklist is for."""

    OBSERVER = "observer", "民情观察团体验"
    CHIEF = "chief", "一把手体验"
    COVERT = "covert", "暗访体验"
    PHONE = "phone", "服务电话测试"
    ONLINE = "online", "网上抽查"
    GUIDE = "guide", "办事指南试读"
    TEN_ONES = "ten_ones", "优化服务“十个一”"
    OTHER = "other", "其他"


class ConditionWord(Labelled):
    """How a condition looks at an earlier item."""

    IS = "eq", "是"
    IS_NOT = "ne", "不是"
    HAS = "has", "选了"
    MORE = "gt", "大于"
    AT_LEAST = "ge", "不小于"
    LESS = "lt", "小于"
    AT_MOST = "le", "不大于"
    ANSWERED = "answered", "已经答了"
