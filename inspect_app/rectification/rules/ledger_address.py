"""The ledger's filter in the address: read, and written back the same."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl, urlencode

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.findings.vocabulary import FindingStatus, Grade, Lamp, PainType
from inspect_app.foundation.text import normalise
from inspect_app.rectification.vocabulary import LedgerFilter, LedgerSort, StatusGroup

# A department reads this word in its own address and its own page.
COVERT = "inspected"
_LONGEST_TEXT = 80
_LONGEST_PAGE = 8
_LARGEST_ID = 2**31 - 1
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)


def filter_of(query: Mapping[str, str]) -> LedgerFilter:
    """Return what an address asks for; a value nobody offers is left out."""
    method = query.get("method")
    return LedgerFilter(
        mine=query.get("mine") == "1",
        status=StatusGroup.find(query.get("status")) or FindingStatus.find(query.get("status")),
        lamp=Lamp.find(query.get("lamp")),
        unit_id=_number(query.get("unit")),
        site_id=_number(query.get("site")),
        campaign_id=_number(query.get("campaign")),
        kind=PainType.find(query.get("kind")),
        grade=Grade.find(query.get("grade")),
        method=VisitMethod.find(method),
        covert=method == COVERT,
        instructed=query.get("instructed") == "1",
        delivered_from=_day(query.get("from")),
        delivered_to=_day(query.get("to")),
        due_from=_day(query.get("due_from")),
        due_to=_day(query.get("due_to")),
        text=normalise(query.get("q"))[:_LONGEST_TEXT],
        sort=LedgerSort.find(query.get("sort")) or LedgerSort.DELIVERED,
        descending=query.get("dir", "") != "asc" if "sort" in query else True,
    )


def query_of(asked: LedgerFilter) -> dict[str, str]:
    """Return the address's values for a filter: only what is set."""
    method = COVERT if asked.covert else asked.method
    values = (
        ("q", asked.text),
        ("mine", "1" if asked.mine else ""),
        ("status", asked.status),
        ("lamp", asked.lamp),
        ("unit", asked.unit_id),
        ("site", asked.site_id),
        ("campaign", asked.campaign_id),
        ("kind", asked.kind),
        ("grade", asked.grade),
        ("method", method),
        ("instructed", "1" if asked.instructed else ""),
        ("from", asked.delivered_from),
        ("to", asked.delivered_to),
        ("due_from", asked.due_from),
        ("due_to", asked.due_to),
    )
    query = {name: str(value) for name, value in values if value}
    if (asked.sort, asked.descending) != (LedgerSort.DELIVERED, True):
        query |= {"sort": asked.sort.value, "dir": "desc" if asked.descending else "asc"}
    return query


def place_of(query: Mapping[str, str], page: int) -> str:
    """Return where somebody is in the ledger, to be carried by a link and led back to."""
    place, view = query_of(filter_of(query)), view_of(query)
    place |= {"view": str(view)} if view is not None else {}
    return urlencode(place | ({"page": str(page)} if page > 1 else {}))


def way_back(place: str) -> str:
    """Return the ledger's address for a place; whatever a stranger wrote there leads nowhere else."""
    query = asked_at(place)
    page = query.get("page", "")
    kept = place_of(query, int(page) if page.isascii() and page.isdigit() and len(page) < _LONGEST_PAGE else 1)
    return f"/ledger?{kept}" if kept else "/ledger"


def asked_at(place: str) -> dict[str, str]:
    """Return the address's values at a place that was carried along."""
    return dict(parse_qsl(place))


def view_of(query: Mapping[str, str]) -> int | None:
    """Return which view of one's own the address names."""
    return _number(query.get("view"))


def month_of(text: str | None, today: date) -> date:
    """Return the first day of the month that an address names, of today's when it names none."""
    return _day(f"{text}-01") or today.replace(day=1)


def opened(view: int, asked: LedgerFilter) -> dict[str, str]:
    """Return the address's values of a view; its order is always said, so that a filter can be let go of."""
    order = {"sort": asked.sort.value, "dir": "desc" if asked.descending else "asc"}
    return {"view": str(view)} | query_of(asked) | order


def _number(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > len(str(_LARGEST_ID)):
        return None
    number = int(text)
    return number if number <= _LARGEST_ID else None


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if _FIRST_DAY <= day <= _LAST_DAY else None
