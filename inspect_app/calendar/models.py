"""Days that differ from their weekday, and the years whose notice is loaded."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.calendar.vocabulary import DayKind
from inspect_app.database import Base, enum_column


class CalendarDay(Base):
    """A holiday, or a weekend day that is worked."""

    __tablename__ = "calendar_days"
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = enum_column(DayKind)
    name: Mapped[str] = mapped_column(default="")


class CalendarYear(Base):
    """A year for which the State Council's notice is loaded; other years are provisional."""

    __tablename__ = "calendar_years"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str]
    loaded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
