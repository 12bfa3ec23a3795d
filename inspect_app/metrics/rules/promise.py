"""Promise against reality: small numbers, the order of the league, two broken windows, the words of a visit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from inspect_app.catalogue.rules import minutes_promised, promised_time
from inspect_app.catalogue.vocabulary import HoursKind, TimeUnit, TripPromise
from inspect_app.metrics.rules.counts import RANKED_FROM
from inspect_app.metrics.vocabulary import (
    TOO_FEW,
    KeptCount,
    Mean,
    Period,
    PhoneRow,
    PromiseLine,
    Proposal,
    Rate,
    Standing,
    WindowRow,
)
from inspect_app.visits.vocabulary import PaperOrigin

# The rates that the page of promises begins with, and that a notice prints.
HEADLINE = ("promise_gap", "one_trip", "trips", "zero_trip", "phone_through")
_TWO = 2
# Lines whose cause can be the rule itself: the same at every window.
_OF_THE_RULE = (
    PromiseLine.TRIPS, PromiseLine.PAPERS, PromiseLine.CANCELLED, PromiseLine.ID_ONLY, PromiseLine.TIME,
)  # fmt: skip
_MONTHS = 12


def kept_count(n: int, d: int, hides_few: bool) -> KeptCount:
    """Return n/d; of fewer than three tests a department reads that there are few, not how they went."""
    few = hides_few and 0 < d < RANKED_FROM
    return KeptCount(0, d, few=True) if few else KeptCount(n, d)


def added(one: KeptCount, other: KeptCount) -> KeptCount:
    """Return two counts as one."""
    return KeptCount(one.n + other.n, one.d + other.d)


def phone_row(unit_id: int | None, unit: str, parts: Mapping[HoursKind, tuple[KeptCount, KeptCount]]) -> PhoneRow:
    """Return how the telephones of a unit did, from (through / dialled, answered / dialled) by promise."""
    through, answered = KeptCount(), KeptCount()
    for one, spoken in parts.values():
        through, answered = added(through, one), added(answered, spoken)
    return PhoneRow(unit_id, unit, through, {kind: pair[0] for kind, pair in parts.items()}, answered)


def mean(n: int, d: int, hides_few: bool) -> Mean:
    """Return a mean, hidden from a department like a count."""
    few = hides_few and 0 < d < RANKED_FROM
    return Mean(0, d, few=True) if few else Mean(n, d)


def few_hidden(rate: Rate) -> Rate:
    """Return a rate without its numbers when a department may not read so few."""
    return replace(rate, n=0, d=0, note="", instead=TOO_FEW) if 0 < rate.d < RANKED_FROM else rate


def promised_words(
    trips: TripPromise | None, amount: int | None, unit: TimeUnit | None, id_only: bool, papers: int | None = None
) -> str:
    """Say in one line what was announced of a matter."""
    said = [
        trips.label if trips else "",
        promised_time(amount, unit),
        "仅凭身份证" if id_only else "",
        f"材料 {papers} 份" if papers is not None else "",
    ]
    return "，".join(part for part in said if part) or "未公布"


def ranked(rows: Iterable[Standing]) -> list[Standing]:
    """Return the league: what was kept least first, bureaus and districts ranked apart, the best being first.

    Matters with fewer than three tests stand behind, unranked and in the official order.
    """
    rows = list(rows)
    strong = [row for row in rows if row.kept.d >= RANKED_FROM and not row.kept.few]
    weak = sorted((row for row in rows if row.kept.d < RANKED_FROM or row.kept.few), key=_official)
    found: list[Standing] = []
    for is_district in (False, True):
        group = [row for row in strong if row.is_district is is_district]
        places = _places(group)
        found += [replace(row, rank=places[_share(row)]) for row in group]
    return [*sorted(found, key=lambda row: (_share(row), -row.kept.d, *_official(row))), *weak]


def without_ranks(rows: Iterable[Standing]) -> list[Standing]:
    """Return the rows as a department reads them: its own, in the official order, without a place."""
    return sorted(rows, key=_official)


def _places(rows: Iterable[Standing]) -> dict[float, int]:
    """Return the place of each share: one more than how many did better."""
    counts = Counter(map(_share, rows))
    better = accumulate((counts[share] for share in sorted(counts, reverse=True)), initial=1)
    return dict(zip(sorted(counts, reverse=True), better, strict=False))


def _share(row: Standing) -> float:
    """Return what was kept of what was tested; a quotient of two counts is the same number however it is reached."""
    return row.kept.n / row.kept.d


def _official(row: Standing) -> tuple[int, str]:
    return (row.sort_no, row.code)


def proposals(windows: Sequence[WindowRow]) -> list[Proposal]:
    """Return what a matter asks for: broken at two windows it is a target; broken at all in one way, a project."""
    broken = [row for row in windows if row.kept.broken]
    if len(broken) < _TWO:
        return []
    return [Proposal.TARGET, Proposal.PROJECT] if causes(windows) else [Proposal.TARGET]


def units_asked(unit_id: int, windows: Sequence[WindowRow]) -> list[int]:
    """Return the units a campaign on a matter looks at: the one in charge, and those at whose windows it broke."""
    return list(dict.fromkeys((unit_id, *(row.unit_id for row in windows if row.kept.broken))))


def causes(windows: Sequence[WindowRow]) -> list[PromiseLine]:
    """Return the lines that no window kept although two were tested: the rule is the cause, not a window."""
    return [line for line in _OF_THE_RULE if _never_kept([row.lines[line] for row in windows])]


def _never_kept(counts: Iterable[KeptCount]) -> bool:
    tested = [count for count in counts if count.d]
    return len(tested) >= _TWO and not any(count.n for count in tested)


def months_until(last: date) -> list[Period]:
    """Return twelve months up to the one of a day, the oldest first."""
    begin = last.replace(day=1)
    found = [Period(begin, last)]
    while len(found) < _MONTHS:
        end = begin - timedelta(days=1)
        begin = end.replace(day=1)
        found.append(Period(begin, end))
    return found[::-1]


def papers_words(papers: Iterable[Mapping[str, str]], *, but_id: bool = False) -> str:
    """Say which papers were asked for beyond the list, and which cancelled ones."""
    named: dict[str, list[str]] = {}
    for paper in papers:
        named.setdefault(paper["origin"], []).append(paper["name"])
    shown = (PaperOrigin.LISTED, PaperOrigin.BEYOND, PaperOrigin.CANCELLED) if but_id else (
        PaperOrigin.BEYOND, PaperOrigin.CANCELLED)  # fmt: skip
    said = [f"{origin.label}：{'、'.join(named[origin.value])}" for origin in shown if origin.value in named]
    return "；".join(said) or "没有要清单外的材料"


def told_words(told: Iterable[Mapping[str, object]]) -> str:
    """Say which points were left out."""
    left = [str(point["point"]) for point in told if not point["told"]]
    return f"没讲：{'、'.join(left)}" if left else "都讲了"


def trips_words(trips: int | None, complete: bool | None) -> str:
    """Say how often one had to come, and whether with all papers."""
    papers = {True: "材料齐全", False: "材料不齐", None: "材料是否齐全没有记"}[complete]
    return f"{'没有记' if trips is None else f'{trips} 趟'}（{papers}）"


def time_words(minutes: int | None, workdays: int | None, amount: int | None, unit: TimeUnit | None) -> str:
    """Say how long it took in what was promised; of 立等可取 that it was got the same day."""
    if minutes is not None and minutes_promised(amount, unit) is not None:
        return f"{minutes} 分钟"
    return f"{workdays} 个工作日" if workdays else "当天办结"
