"""A back office that is compared: its matters with promises, a source that is mapped, tables of cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forms.comparison_csv import narrowed, proposed, read_cases
from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.comparison.actions import comparing, sources
from inspect_app.comparison.models import ComparisonBatch, ComparisonSource
from inspect_app.comparison.vocabulary import Column, Grouping, SourceDraft
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import keep_document
from inspect_app.foundation import clock
from tests.factories import actor_of, make_campaign, make_item, make_office, make_person, make_unit, make_window

# The name and the telephone number are what a back office exports beside; no room keeps them.
HEADS = (
    "办件编号", "申请人", "联系电话", "事项编码", "窗口编码", "办结日期", "跑动次数", "办理工作日", "收取材料数",
    "能否网上办",
)  # fmt: skip
CITIZEN, PHONE = "张桂芳", "13812345678"


@dataclass
class BackOffice:
    """Everything by id and code."""

    clerk_id: int
    leader_id: int
    unit_id: int
    window_id: int
    window_code: str
    item_id: int
    item_code: str
    other_code: str
    campaign_id: int
    source_id: int

    @property
    def clerk(self) -> Actor:
        return actor_of(db.session.get_one(Person, self.clerk_id))

    @property
    def columns(self) -> dict[Column, str]:
        return proposed(HEADS)

    def row(self, case_no: str, *real: object, matter: str = "", window: str | None = None) -> str:
        """Return a line of the table: trips, working days, papers, online as recorded."""
        told = [str(value) for value in (*real, "", "", "", "")[:4]]
        place = self.window_code if window is None else window
        return ",".join([case_no, CITIZEN, PHONE, matter or self.item_code, place, "2026-05-06", *told])

    def table(self, rows: Sequence[str]) -> bytes:
        """Return a table with these lines."""
        return "\r\n".join([",".join(HEADS), *rows]).encode()

    def begin(self, rows: Sequence[str], *, grouping: Grouping = Grouping.GROUPED, digest: str = "") -> int:
        """Take a table that was tried, as the page does; return its batch."""
        data = self.table(rows)
        kept = narrowed(data, self.columns)
        key = keep_document(current_sealer().seal(kept, comparing.PURPOSE))
        with transaction():
            return comparing.begin(
                self.clerk, self.source_id, read_cases(kept, clock.today()), campaign_id=self.campaign_id,
                grouping=grouping, file_name="办件.csv", digest=digest or str(hash(data)), storage_key=key,
            ).id  # fmt: skip

    def compare(self, rows: Sequence[str], *, grouping: Grouping = Grouping.GROUPED) -> int:
        """Compare a table to the end; return its batch."""
        batch_id = self.begin(rows, grouping=grouping)
        comparing.compare(batch_id, read_cases)
        return batch_id


def make_back_office() -> BackOffice:
    """Make an office, a unit with a window, two matters with promises, a campaign and a mapped source."""
    office, unit = make_office(), make_unit("市不动产中心")
    clerk = make_person(Role.OFFICE_CLERK, office)
    window = make_window(unit, name="登记窗口")
    item = make_item(
        unit, name="不动产转移登记", trips=TripPromise.ONE, promised_amount=5, promised_unit=TimeUnit.WORKDAYS,
        papers=("身份证", "合同"), online=True,
    )  # fmt: skip
    other = make_item(unit, name="查询登记资料", trips=TripPromise.ZERO)
    campaign = make_campaign((unit,))
    with transaction():
        draft = SourceDraft("不动产登记系统", unit.id)
        source = sources.add_source(actor_of(clerk), draft, HEADS)
    with transaction():
        sources.map_columns(actor_of(clerk), source.id, proposed(HEADS))
    return BackOffice(
        clerk_id=clerk.id, leader_id=make_person(Role.LEADER, office).id, unit_id=unit.id, window_id=window.id,
        window_code=window.code, item_id=item.id, item_code=item.code, other_code=other.code,
        campaign_id=campaign.id, source_id=source.id,
    )  # fmt: skip


def batch(batch_id: int) -> ComparisonBatch:
    """Return a batch as it is kept now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(ComparisonBatch, batch_id)


def count(model: type) -> int:
    """Return how many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def source(source_id: int) -> ComparisonSource:
    """Return a source as it is kept now."""
    db.session.expire_all()
    return db.session.get_one(ComparisonSource, source_id)


