"""What a form may say of a matter or a window."""

from collections.abc import Sequence

from inspect_app.catalogue.vocabulary import CleanItem, CleanWindow, HoursKind, PaperFact, TimeUnit
from inspect_app.foundation.errors import Invalid


def check_item(item: CleanItem) -> None:
    """Raise Invalid when a promise is half said or a paper stands twice."""
    if (item.promised_amount is None) != (item.promised_unit is None):
        field = "promised_amount" if item.promised_amount is None else "promised_unit"
        raise Invalid("承诺时间和时间单位要一起填，或都不填。", field)
    names = [paper.name for paper in item.papers]
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice:
        raise Invalid(f"材料“{twice}”写了两次。", "papers")


def check_window(window: CleanWindow) -> None:
    """Raise Invalid when a round-the-clock promise has no number to call."""
    if window.hours_kind is HoursKind.ROUND_THE_CLOCK and not window.phone:
        raise Invalid("24小时接听的窗口要填服务电话。", "phone")


def promised_time(amount: int | None, unit: TimeUnit | None) -> str:
    """Say a promised time in the office's words; nothing when none was announced."""
    if amount is None or unit is None:
        return ""
    return f"{amount} {'个' if unit is TimeUnit.WORKDAYS else ''}{unit.label}" if amount else "立等可取"


def minutes_promised(amount: int | None, unit: TimeUnit | None) -> int | None:
    """Return the minutes a window may take, or nothing where no minute of a watch breaks the promise.

    立等可取 (0, in whatever unit) is a promise of the same day: whoever waits minutes for it has got it at once.
    A time in working days can't be read off a watch.
    """
    return amount if amount and unit is TimeUnit.MINUTES else None


def same_papers(mine: Sequence[PaperFact], theirs: Sequence[PaperFact]) -> bool:
    """Say whether two lists name the same papers in the same order."""
    return tuple(mine) == tuple(theirs)
