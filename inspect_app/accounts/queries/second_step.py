"""Who proves themselves twice, and what is left of their recovery codes."""

from sqlalchemy import func, select

from inspect_app.accounts.models import Person, RecoveryCode, SecondStep
from inspect_app.accounts.queries.people import actor_of
from inspect_app.accounts.rules import TWO_STEPS
from inspect_app.config import current_settings
from inspect_app.database import db


def second_demanded(person: Person) -> bool:
    """Say whether somebody needs a second step to sign in: by a role of their own, or one lent today."""
    return current_settings().second_step and bool(actor_of(person).roles & TWO_STEPS)


def find_second_step(person_id: int) -> SecondStep | None:
    """Return the telephone somebody registered, or nothing."""
    return db.session.get(SecondStep, person_id, populate_existing=True)


def count_recovery_codes(person_id: int) -> int:
    """Return how many recovery codes are left."""
    mine = (RecoveryCode.person_id == person_id) & RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(mine)) or 0
