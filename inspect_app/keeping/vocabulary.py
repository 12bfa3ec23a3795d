"""Words about backups, and about how long things are kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspect_app.foundation.errors import DomainError
from inspect_app.foundation.labels import Labelled


class BackupDeed(Labelled):
    """What was done with a backup."""

    CREATED = "created", "备份"
    VERIFIED = "verified", "核对"
    REHEARSED = "rehearsed", "恢复演练"
    RESTORED = "restored", "恢复"


class BrokenBackup(DomainError):
    """A backup that is not whole, was changed, or does not belong here."""

    status = 422


@dataclass(frozen=True, slots=True)
class TableFacts:
    """How many rows a table has and the hash over all of them, the same on either database."""

    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; `keys` are fingerprints, by which another installation's keys are noticed."""

    format: int
    revision: str
    made_at: datetime
    keys: dict[str, str]
    tables: dict[str, TableFacts]
    files: dict[str, str]

    @property
    def rows(self) -> int:
        """Return how many rows all tables have."""
        return sum(facts.count for facts in self.tables.values())

    def to_json(self) -> dict[str, Any]:
        """Return what is written at the end of the archive."""
        tables = {name: {"count": facts.count, "sha256": facts.sha256} for name, facts in self.tables.items()}
        return {
            "format": self.format,
            "revision": self.revision,
            "made_at": self.made_at.isoformat(),
            "keys": self.keys,
            "tables": tables,
            "files": self.files,
        }

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> "Manifest":
        """Read what stands at the end of an archive."""
        return cls(
            format=int(body["format"]),
            revision=str(body["revision"]),
            made_at=datetime.fromisoformat(body["made_at"]),
            keys=dict(body["keys"]),
            tables={name: TableFacts(int(facts["count"]), facts["sha256"]) for name, facts in body["tables"].items()},
            files=dict(body["files"]),
        )


@dataclass(frozen=True, slots=True)
class Lamp:
    """One line of the page: when something was last done, and why it is red, or nothing."""

    deed: BackupDeed
    last_at: datetime | None
    age: str
    late: str


class DataKind(Labelled):
    """What is kept for a time only."""

    OPINION_PHONES = "opinion_phones", "群众意见的回访电话"
    OPINIONS = "opinions", "群众意见"
    LETTER_NAMES = "letter_names", "来信人姓名和电话"
    ORIGINALS = "originals", "照片原件（封存）"
    SESSIONS = "sessions", "登录记录"
    TABLET_SESSIONS = "tablet_sessions", "平板登记记录"
    MESSAGES = "messages", "站内消息"
    DIGESTS = "digests", "发出的消息汇总"
    TASKS = "tasks", "已完成的后台任务"
    AUDIT_DETAILS = "audit_details", "审计记录的内容"
    SHOPPERS = "shoppers", "停用暗访员的真实身份（封存）"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind of data is kept: days unless an office says otherwise, and between what it may say.

    `since` says from when the days count, `fate` what happens then.
    """

    days: int
    least: int
    most: int
    since: str
    fate: str


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """A kind of data on the page: how long it is kept, how much of it is due now, when some was last erased."""

    kind: DataKind
    term: Term
    days: int
    due: int
    last_on: date | None
    last_count: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing whose time is over: its number in its table, and the day from which its time counted."""

    key: int
    since: date
