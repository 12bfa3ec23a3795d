"""An office with an inbox: letters made through the deeds themselves, and pages opened as somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.voices.actions import letters
from inspect_app.voices.models import Letter
from inspect_app.voices.vocabulary.letters import FindingDraft, LetterDraft, LetterSource, Private
from tests.factories import actor_of, make_campaign, make_office, make_person, make_unit, make_window, sign_in

# After seed 000: what a citizen writes names her, an officer, her age, her village and her family.
WORDS = "我叫张桂芳，今年六十八岁，家住清河村，儿子在外打工。去派出所给孙子上户口跑了三趟，民警王建军一次没有讲清。"
PRIVATE = Private("张桂芳", "13812345678", ("王建军",))
PLAIN = "窗口没有一次讲清要带的材料，申请人来回跑了三趟。"


@contextmanager
def browsing(client: FlaskClient, person_id: int) -> Iterator[FlaskClient]:
    """Be signed in as somebody, in a context of the request's own."""
    with client.application.app_context():
        sign_in(client, db.session.get_one(Person, person_id))
        yield client
    db.session.rollback()
    db.session.expire_all()


@dataclass
class Inbox:
    """Everybody by id."""

    clerk_id: int
    liaison_id: int
    leader_id: int
    unit_id: int
    window_id: int
    campaign_id: int

    @property
    def clerk(self) -> Actor:
        return self.actor(self.clerk_id)

    def actor(self, person_id: int) -> Actor:
        return actor_of(db.session.get_one(Person, person_id))

    def register(self, words: str = WORDS, **values: Any) -> int:
        """Register a letter that came in yesterday and return its id."""
        facts: dict[str, Any] = {
            "source": LetterSource.LETTER, "received_on": clock.today() - timedelta(days=1), "private": PRIVATE,
            "unit_id": self.unit_id,
        }  # fmt: skip
        with transaction():
            return letters.register(self.clerk, LetterDraft(words=words, **(facts | values))).id

    def finding(self, **values: Any) -> FindingDraft:
        facts: dict[str, Any] = {
            "campaign_id": self.campaign_id, "title": "上户口材料没有一次讲清", "fact": PLAIN,
            "window_id": self.window_id,
        }  # fmt: skip
        return FindingDraft(**(facts | values))

    browsing = staticmethod(browsing)


def make_inbox() -> Inbox:
    """Make an office, a leader, a bureau with a window, and a campaign that looks at it."""
    office, unit = make_office(), make_unit("市公安局")
    return Inbox(
        clerk_id=make_person(Role.OFFICE_CLERK, office).id,
        liaison_id=make_person(Role.DEPT_LIAISON, unit).id,
        leader_id=make_person(Role.LEADER, office).id,
        unit_id=unit.id,
        window_id=make_window(unit, name="户籍窗口").id,
        campaign_id=make_campaign((unit,)).id,
    )


def letter(letter_id: int) -> Letter:
    """Return a letter as it is kept now."""
    db.session.expire_all()
    return db.session.get_one(Letter, letter_id)


def version(letter_id: int) -> str:
    """Return the version a page would show."""
    return str(letter(letter_id).version)
