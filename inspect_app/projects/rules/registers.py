"""What the registers take: figures that are numbers, praise without names."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import tidy
from inspect_app.projects.vocabulary.registers import FigureDraft, GroupDraft, PilotDraft, PraiseDraft, StaffingDraft

_LOST_POINT = "数字里有空格，可能是小数点丢了，请核对原文后再填，不要猜。"
_LARGEST_DIGITS = 18


def number(text: str, name: str) -> Decimal:
    """Return a number as it was typed, full-width digits too; a blank inside is asked about, never guessed."""
    flat = tidy(text).replace(",", "").replace("，", "").replace("．", ".")
    if " " in flat:
        raise Invalid(_LOST_POINT, name)
    try:
        found = Decimal(flat)
    except InvalidOperation as error:
        raise Invalid("请填数字，单位写在“单位”里。", name) from error
    if not found.is_finite() or found < 0 or max(len(found.as_tuple().digits), abs(found.adjusted())) > _LARGEST_DIGITS:
        raise Invalid("请填不小于 0 的数字。", name)
    return found


def check_figure(draft: FigureDraft) -> None:
    """Raise Invalid unless a figure is one number, or two of which the ratio is computed."""
    if bool(draft.numerator) != bool(draft.denominator):
        raise Invalid("占比要分子、分母都填，由系统算。", "numerator")
    if bool(draft.value) == bool(draft.numerator):
        raise Invalid("数值和占比（分子、分母）选一种填。", "value")
    if draft.value:
        number(draft.value, "value")
        return
    part, whole = number(draft.numerator, "numerator"), number(draft.denominator, "denominator")
    if whole == 0 or part > whole:
        raise Invalid("分母要大于 0，分子不能大于分母。", "denominator")


def shown(draft: FigureDraft) -> str:
    """Return a figure as it is printed: `181.7 万次`, or `296/598（49.5%）`, the ratio computed."""
    if draft.value:
        return f"{number(draft.value, 'value')} {draft.unit}".strip()
    part, whole = number(draft.numerator, "numerator"), number(draft.denominator, "denominator")
    share = (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{part}/{whole}{draft.unit and ' ' + draft.unit}（{share}%）"


def check_praise(draft: PraiseDraft) -> None:
    """Raise Invalid when what papers print names the person praised, or when there is nothing to print."""
    if draft.typical and not draft.paper_words:
        raise Invalid("列为典型做法的，要写见报文字。", "paper_words")
    if draft.person_name and draft.person_name in draft.paper_words:
        raise Invalid("见报文字里有当事人姓名，请改成单位、窗口或岗位。", "paper_words")


def check_pilot(draft: PilotDraft) -> None:
    """Raise Invalid for a pilot that ends before it begins."""
    if draft.ended_on is not None and draft.ended_on < draft.started_on:
        raise Invalid("结束日期不能早于开始日期。", "ended_on")


def check_group(draft: GroupDraft) -> None:
    """Raise Invalid for a group without a power, or one that ends before it is set up."""
    if not (draft.coordinates or draft.reviews or draft.urges):
        raise Invalid("协调、审核、督促，至少选一样。", "coordinates")
    if draft.ended_on is not None and draft.ended_on < draft.set_up_on:
        raise Invalid("撤销日期不能早于成立日期。", "ended_on")


def check_staffing(draft: StaffingDraft) -> None:
    """Raise Invalid for windows without anybody: the numbers of another day were mixed in."""
    if draft.windows and not draft.regular + draft.contracted:
        raise Invalid("有窗口开着，人员数不能是 0。", "regular")


def per_head(handled: int | None, people: int) -> str:
    """Return how much one person handles in a month, with one decimal; a dash where it isn't known."""
    if handled is None or not people:
        return "—"
    return str((Decimal(handled) / people).quantize(Decimal("0.1"), ROUND_HALF_UP))
