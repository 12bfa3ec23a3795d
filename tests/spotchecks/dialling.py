"""A city with telephones, an office that makes a batch of them and an inspector who dials."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from flask.testing import FlaskClient

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.spotchecks.actions import dialling, phones
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.vocabulary.phones import BatchDraft, TryDraft, TryResult
from tests.factories import actor_of, make_campaign, make_office, make_person, make_unit, make_window, sign_in

DAY = date(2026, 5, 20)  # a Wednesday
OFFICE_NUMBER, ALWAYS_NUMBER = "0574-81230001", "0574-81230002"
GOOD = TryDraft(TryResult.ANSWERED, told=True, polite=True)
BADLY = TryDraft(TryResult.ANSWERED, told=False, polite=True, words="让去窗口问")
RANG, BUSY, DEAD = TryDraft(TryResult.RANG), TryDraft(TryResult.BUSY), TryDraft(TryResult.DEAD)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """Return a moment of the wall clock."""
    return clock.at(day, time(hour, minute))


@dataclass
class Desk:
    """Everybody and everything by id."""

    clerk_id: int
    inspector_id: int
    other_id: int
    liaison_id: int
    unit_id: int
    always_unit_id: int
    campaign_id: int

    def actor(self, person_id: int) -> Actor:
        return actor_of(db.session.get_one(Person, person_id))

    @property
    def clerk(self) -> Actor:
        return self.actor(self.clerk_id)

    @property
    def inspector(self) -> Actor:
        return self.actor(self.inspector_id)

    def draft(self, **values: object) -> BatchDraft:
        facts = {
            "title": "五月电话抽测", "campaign_id": self.campaign_id, "dialler_ids": frozenset({self.inspector_id}),
            "unit_ids": frozenset({self.unit_id, self.always_unit_id}),
        }  # fmt: skip
        return BatchDraft(**(facts | values))  # type: ignore[arg-type]

    def batch(self, **values: object) -> int:
        """Make a batch early on the day and return its id."""
        with clock.reading(lambda: at(8)), transaction():
            return phones.make_batch(self.clerk, self.draft(**values)).id

    def lines(self, batch_id: int) -> dict[str, int]:
        """Return the ids of a batch's numbers."""
        rows = db.session.query(PhoneLine).filter_by(batch_id=batch_id)
        return {line.number: line.id for line in rows}

    def dial(self, batch_id: int, number: str, moment: datetime, draft: TryDraft, by: Actor | None = None) -> None:
        """Dial a number at a moment and note it."""
        line_id = self.lines(batch_id)[number]
        with clock.reading(lambda: moment), transaction():
            dialling.note_try(by or self.inspector, batch_id, line_id, draft)

    @contextmanager
    def browsing(self, client: FlaskClient, person_id: int, moment: datetime) -> Iterator[FlaskClient]:
        """Be signed in as somebody at a moment."""
        with clock.reading(lambda: moment), client.application.app_context():
            sign_in(client, db.session.get_one(Person, person_id))
            yield client
        db.session.rollback()
        db.session.expire_all()


def make_desk() -> Desk:
    """Make an office, an inspector, a unit that answers in office hours and one that answers round the clock."""
    office, unit, always = make_office(), make_unit("市民政局"), make_unit("市公安局")
    make_window(unit, name="婚姻登记窗口", phone=OFFICE_NUMBER, hours="周一至周五")
    make_window(unit, name="收养登记窗口", phone=OFFICE_NUMBER)
    make_window(always, name="户籍窗口", phone=ALWAYS_NUMBER, hours_kind=HoursKind.ROUND_THE_CLOCK)
    make_window(always, name="没有电话的窗口", phone="")
    with clock.reading(lambda: at(7)):
        campaign = make_campaign((unit, always))
    return Desk(
        clerk_id=make_person(Role.OFFICE_CLERK, office).id,
        inspector_id=make_person(Role.INSPECTOR, office).id,
        other_id=make_person(Role.INSPECTOR, office).id,
        liaison_id=make_person(Role.DEPT_LIAISON, unit).id,
        unit_id=unit.id,
        always_unit_id=always.id,
        campaign_id=campaign.id,
    )


def line(line_id: int) -> PhoneLine:
    """Return a number as it is kept now."""
    db.session.expire_all()
    return db.session.get_one(PhoneLine, line_id)
