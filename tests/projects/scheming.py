"""Makers of reviews of reform schemes for tests: an office, two units, items in every state."""

from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.projects.actions import scheme_handing as handing
from inspect_app.projects.actions import schemes
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.queries import schemes as queries
from inspect_app.projects.queries.scheme_lists import Wanted, list_items
from inspect_app.projects.vocabulary.schemes import Attachment, ReviewDraft, SchemeContent, SchemeStatus, SchemeStep
from tests.factories import actor_of, make_office, make_person, make_unit

TEXT = "取消社保参保证明，用证单位网上核验。"
PROCESS = SchemeContent(
    TEXT, flow_before="先到社区盖章。", flow_after="事后核查。", papers_before=5, papers_after=2,
    trips_before=3, trips_after=1,
)  # fmt: skip


@dataclass
class Scheming:
    """A review with two units; `people` by name."""

    review_id: int
    unit_id: int
    other_id: int
    people: dict[str, int]

    def actor(self, name: str) -> Actor:
        return actor_of(db.session.get_one(Person, self.people[name]))

    def add(self, *names: str, unit_id: int = 0, who: str = "liaison") -> list[int]:
        """Put items on the unit's list."""
        with transaction():
            items = handing.add_schemes(self.actor(who), self.review_id, unit_id or self.unit_id, [], names)
            return [item.id for item in items]

    def save(self, scheme_id: int, content: SchemeContent | str = TEXT, seen: int | None = None) -> None:
        content = SchemeContent(content) if isinstance(content, str) else content
        with transaction():
            handing.save_scheme(self.actor("liaison"), scheme_id, content, Attachment(), seen)

    def hand_in(self, who: str = "liaison", seen: int | None = None) -> int:
        with transaction():
            return handing.hand_in(self.actor(who), self.review_id, self.unit_id, seen)

    def mark(
        self, scheme_id: int, step: SchemeStep, remark: str = "", who: str = "clerk", seen: int | None = None
    ) -> None:
        with transaction():
            schemes.mark(self.actor(who), scheme_id, step, remark, seen)

    def send_back(self, who: str = "clerk", seen: int | None = None) -> tuple[int, int]:
        with transaction():
            return schemes.send_back(self.actor(who), self.review_id, self.unit_id, seen)

    def handed_in(self, *names: str) -> list[int]:
        """Add items, write their schemes and hand them in."""
        ids = self.add(*names)
        for scheme_id in ids:
            self.save(scheme_id)
        self.hand_in()
        return ids

    def go_round(self, scheme_id: int, remark: str = "请补依据。") -> None:
        """Return an item and let it be handed in again."""
        self.mark(scheme_id, SchemeStep.RETURN, remark)
        self.send_back()
        self.save(scheme_id, f"{TEXT}{remark}")
        self.hand_in()

    def get(self, scheme_id: int) -> SchemeItem:
        return db.session.get_one(SchemeItem, scheme_id, populate_existing=True)


def make_scheming(*, first_due: date | None = None, second_due: date | None = None) -> Scheming:
    """Open a review in which two units take part."""
    office, unit, other = make_office(), make_unit("市人社局"), make_unit("市民政局")
    roles = {
        "clerk": (Role.OFFICE_CLERK, office), "other_clerk": (Role.OFFICE_CLERK, office),
        "director": (Role.OFFICE_DIRECTOR, office), "leader": (Role.LEADER, office),
        "liaison": (Role.DEPT_LIAISON, unit), "head": (Role.DEPT_HEAD, unit),
        "stranger": (Role.DEPT_LIAISON, other), "inspector": (Role.INSPECTOR, office),
    }  # fmt: skip
    people = {name: make_person(role, where).id for name, (role, where) in roles.items()}
    first = first_due or clock.today() + timedelta(days=5)
    draft = ReviewDraft(
        "公民个人事项改革方案", "每个事项一份。", first, second_due or first + timedelta(days=10),
        frozenset({unit.id, other.id}),
    )  # fmt: skip
    with transaction():
        review = schemes.open_review(actor_of(db.session.get_one(Person, people["clerk"])), draft)
        review_id = review.id
    return Scheming(review_id, unit.id, other.id, people)


def rows_of(play: Scheming, who: str, wanted: Wanted | None = None) -> list[tuple[str, SchemeStatus]]:
    """List the items as somebody sees them."""
    actor = play.actor(who)
    review = queries.get_review(actor, play.review_id)
    rows, total = list_items(actor, review, wanted or Wanted(), clock.today())
    assert total == len(rows)
    return [(row.name, row.status) for row in rows]
