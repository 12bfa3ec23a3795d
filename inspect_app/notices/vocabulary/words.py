"""Words about the daily notice (每日一通报)."""

from inspect_app.foundation.labels import Labelled


class NoticeState(Labelled):
    """How far a notice is."""

    DRAFT = "draft", "拟稿"
    CHECKING = "checking", "待核稿"
    CHECKED = "checked", "待签发"
    ISSUED = "issued", "已签发"


class DocumentKind(Labelled):
    """The files of an issued notice."""

    WORD = "word", "Word"
    EXCEL = "excel", "Excel"


class Section(Labelled):
    """The parts of the body whose prose the office may edit (rectification.md §6.2)."""

    REASON = "reason", "缘由"
    OVERVIEW = "overview", "一、总体情况"
    PROBLEMS = "problems", "二、发现的主要问题"
    RECTIFICATION = "rectification", "三、前期问题整改情况"
    PRACTICES = "practices", "四、典型做法"
    DEMANDS = "demands", "五、下一步要求"


class ListKind(Labelled):
    """In which way a list's members get a paper (rectification.md §6.1)."""

    MAIN = "main", "主送"
    COPY = "copy", "抄送"
    REPORT = "report", "报"
    SEND = "send", "送"
    ISSUE = "issue", "发"
