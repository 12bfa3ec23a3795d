"""Which visits there are: 240 over the last forty days, some of today, some left half done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.commands.demo_world import sheet
from inspect_app.commands.demo_world.world import World
from inspect_app.visits.vocabulary import DaySlot, VisitMode

VISITS = 240
DAYS = 40
_M, _V = VisitMethod, VisitMode
_POLICE_SITES = ("CGS", "CRJ", "HBP", "LJZ")
# (working days ago, the life its problem has)
_POLICE_LIVES = (
    (4, "plan_waiting"), (8, "rectifying"), (3, "return_asked"), (4, "signing"), (5, "verifying"), (6, "passed"),
    (10, "reworking"), (9, "opened"), (5, "opened"), (5, "plan_returned"), (14, "reworked"), (7, "plan_due"),
    (9, "deferred"), (3, "extension_asked"), (4, "disputed"), (12, "terminated"), (5, "deferral_asked"),
    (5, "assigned"), (13, "handed_down"), (11, "listed"), (12, "taken_back"), (14, "unlisted"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trip:
    """One visit as it is meant to go.

    `ending` is how far: planned, draft, received, returned, resubmitted; of its problems triage (left to be
    settled), queued, fresh (just delivered), whole. `life` fixes what becomes of them (lives.LIVES).
    """

    day: date
    slot: DaySlot
    author: str
    role: Role
    mode: VisitMode
    method: VisitMethod
    checklist: str
    site: str
    campaign: str
    ending: str = "whole"
    amiss: int = 0
    life: str = ""


# (author's stem, how many of them, role, share, [(mode, method, checklist)])
_KINDS = (
    ("inspector", 4, Role.INSPECTOR, 44, (
        (_V.OPEN, _M.ON_SITE, sheet.CODE), (_V.OPEN, _M.ON_SITE, sheet.CODE), (_V.OPEN, _M.ON_SITE, "ten_ones"),
        (_V.OPEN, _M.ONLINE, "online"), (_V.OPEN, _M.PHONE, "phone"), (_V.OPEN, _M.DATA, "online"),
        (_V.OPEN, _M.CROSS, sheet.CODE), (_V.ACCOMPANY, _M.EXPERIENCE, sheet.CODE),
    )),
    ("observer", 4, Role.OBSERVER, 22, (
        (_V.OPEN, _M.ON_SITE, "observer"), (_V.ACCOMPANY, _M.EXPERIENCE, "observer"),
    )),
    ("shopper", 3, Role.SHOPPER, 23, (
        (_V.COVERT, _M.EXPERIENCE, "covert"), (_V.COVERT, _M.EXPERIENCE, "covert"), (_V.COVERT, _M.PHONE, "phone"),
    )),
    ("chief", 3, Role.CHIEF, 11, ((_V.OPEN, _M.EXPERIENCE, "chief"), (_V.ACCOMPANY, _M.EXPERIENCE, "chief"))),
)  # fmt: skip


def all_trips(world: World, today: date) -> list[Trip]:
    """Return the 240 visits, the earliest first."""
    days = [day for day in world.workdays_before(today, DAYS) if day >= today - timedelta(days=DAYS)]
    special = [*_of_today(world, today, days), *_last_days(world, days), *_at_the_police(days)]
    usual = [_usual(world, days[number % len(days)]) for number in range(VISITS - len(special))]
    return sorted([*usual, *special], key=lambda trip: (trip.day, trip.author, trip.ending))


def _of_today(world: World, today: date, days: list[date]) -> Iterator[Trip]:
    """Give everybody who goes out something to do today, something begun and something sent back."""
    for stem, count, role, _, ways in _KINDS:
        for number in range(1, count + 1):
            mode, method, checklist = ways[0]
            author = f"{stem}{number}"
            slots = (DaySlot.MORNING, DaySlot.AFTERNOON) if number == 1 else (DaySlot.ANY,)
            for slot in slots:
                yield Trip(today, slot, author, role, mode, method, checklist, _site(world), "A", "planned")
        first = f"{stem}1"
        way = ways[0]
        yield Trip(days[-1], DaySlot.AFTERNOON, first, role, *way, _site(world), "A", "draft", 1)
        yield Trip(days[-3], DaySlot.MORNING, first, role, *way, _site(world), "A", "returned", 2)
        yield Trip(days[-6], DaySlot.MORNING, first, role, *way, _site(world), "A", "resubmitted", 2)


def _last_days(world: World, days: list[date]) -> Iterator[Trip]:
    """See to it that the office's desk has something in every queue."""
    for ending, day, stems in (
        ("received", days[-1], ("inspector1", "observer1", "shopper1", "chief1", "inspector2", "observer3")),
        ("triage", days[-2], ("inspector1", "observer2", "shopper2", "inspector3")),
        ("queued", days[-2], ("shopper1", "shopper3")),
        ("fresh", days[-1], ("inspector2", "inspector4", "observer1", "inspector1")),
    ):
        for number, author in enumerate(stems):
            stem, role, ways = next((k[0], k[2], k[4]) for k in _KINDS if author.startswith(k[0]))
            site = _POLICE_SITES[number % 3] if ending in ("fresh", "queued") else _site(world)
            slot = DaySlot.AFTERNOON if stem == "inspector" and ending != "fresh" else DaySlot.MORNING
            yield Trip(day, slot, author, role, *ways[0], site, "A", ending, 2)


def _at_the_police(days: list[date]) -> Iterator[Trip]:
    """Give the police, liaison1's and head1's house, work in every status whatever the dice say."""
    for number, (ago, life) in enumerate(_POLICE_LIVES):
        author = f"inspector{number % 4 + 1}"
        site = ("HBP", "CRJ")[number % 2]
        way = (_V.OPEN, _M.ON_SITE, sheet.CODE)
        yield Trip(days[-ago], DaySlot.MORNING, author, Role.INSPECTOR, *way, site, "A", "whole", 1, life)


def _usual(world: World, day: date) -> Trip:
    stem, count, role, _, ways = world.dice.choices(_KINDS, weights=[kind[3] for kind in _KINDS])[0]
    mode, method, checklist = world.pick(ways)
    amiss = world.dice.choices((0, 1, 2, 3), weights=(48, 34, 14, 4))[0]
    slot = world.pick((DaySlot.MORNING, DaySlot.AFTERNOON, DaySlot.ANY))
    author = f"{stem}{world.dice.randint(1, count)}"
    return Trip(day, slot, author, role, mode, method, checklist, _site(world), _campaign(world, day), "whole", amiss)


def _site(world: World) -> str:
    codes = [*world.windows, *_POLICE_SITES]
    return world.pick(codes)


def _campaign(world: World, day: date) -> str:
    open_ones = [key for key, (_, begins, ends) in world.campaigns.items() if begins <= day <= ends]
    return world.pick([*open_ones, "A", "A"])
