"""How long each kind of data is kept.

A citizen is promised on the form that the telephone number goes thirty days after the matter is done. Network and
audit logs are kept half a year at least: six natural months are 181 to 184 days, so 185.
"""

from inspect_app.foundation.errors import Invalid
from inspect_app.keeping.vocabulary import DataKind, Term

_LOGS, _YEAR, _LONGEST = 185, 365, 3650
_GONE, _EMPTIED = "整条删除", "只清除这一项"

TERMS: dict[DataKind, Term] = {
    DataKind.OPINION_PHONES: Term(30, 1, 30, "办完以后（没有办的，收到 90 天以后）", _EMPTIED),
    DataKind.OPINIONS: Term(3 * _YEAR, _YEAR, _LONGEST, "办完以后", _GONE),
    DataKind.LETTER_NAMES: Term(90, 1, _YEAR, "办结后的最后一步以后", "清除姓名、电话，原文改用化名"),
    DataKind.SHOPPERS: Term(2 * _YEAR, _LOGS, _LONGEST, "停用以后", "清除姓名、用户名、单位和职务，走访记录只留代号"),
    DataKind.ORIGINALS: Term(2 * _YEAR, _LOGS, _LONGEST, "收到以后", "删除封存的原件，留下给人看的副本"),
    DataKind.SESSIONS: Term(_YEAR, _LOGS, _LONGEST, "退出以后", _GONE),
    DataKind.TABLET_SESSIONS: Term(_YEAR, _LOGS, _LONGEST, "收回以后", _GONE),
    DataKind.MESSAGES: Term(_YEAR, 30, _LONGEST, "收到以后", _GONE),
    DataKind.DIGESTS: Term(_LOGS, 30, _LONGEST, "汇总那天以后", _GONE),
    DataKind.TASKS: Term(_LOGS, 30, _LONGEST, "完成以后", _GONE),
    DataKind.AUDIT_DETAILS: Term(3 * _YEAR, _LOGS, _LONGEST, "记下以后", "清除内容；谁、何时、做了什么留下，链条不断"),
}


def demand_allowed(kind: DataKind, days: int) -> None:
    """Refuse a time that the law, or what citizens were promised, does not allow."""
    term = TERMS[kind]
    if not term.least <= days <= term.most:
        raise Invalid(f"{kind.label}要保存 {term.least} 至 {term.most} 天。", "days")
