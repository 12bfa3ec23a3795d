"""What tablets send: the shapes of the field protocol, read by msgspec and published at /api/openapi.json.

Limits keep one message readable; what an answer may hold is said by `checklists.vocabulary.answers`.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Uuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Meta(min_length=1, max_length=80)]
Line = Annotated[str, Meta(max_length=300)]
Text = Annotated[str, Meta(max_length=5000)]
RowId = Annotated[int, Meta(ge=1, le=2_147_483_647)]
Minutes = Annotated[int, Meta(ge=0, le=9999)]
Trips = Annotated[int, Meta(ge=0, le=99)]
Round = Annotated[int, Meta(ge=1, le=99)]
Aware = Annotated[datetime, Meta(tz=True)]


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a trial's timeline; `at` is HH:MM or empty."""

    text: Line
    at: Annotated[str, Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")] = ""


class TrialSent(Struct, frozen=True, forbid_unknown_fields=True):
    """A matter really done at a window (具体办)."""

    uuid: Uuid
    item_id: RowId | None = None
    window_id: RowId | None = None
    persona: Annotated[str, Meta(max_length=100)] = ""
    papers_complete: bool | None = None
    fault: Literal["", "untold", "guide", "beyond", "applicant"] = ""
    accompanied: Annotated[str, Meta(max_length=30)] = ""
    steps: Annotated[list[Step], Meta(max_length=60)] = field(default_factory=list)
    listed: Annotated[list[Line], Meta(max_length=100)] = field(default_factory=list)
    beyond: Annotated[list[Line], Meta(max_length=40)] = field(default_factory=list)
    told: Annotated[dict[Line, bool], Meta(max_length=40)] = field(default_factory=dict)
    trips: Trips | None = None
    waited_minutes: Minutes | None = None
    handled_minutes: Minutes | None = None
    outcome: Literal["done", "abandoned", "refused", "closed", "not_yet"] = "not_yet"
    script_break: Literal["", "exposed", "departed"] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""


class InterviewSent(Struct, frozen=True, forbid_unknown_fields=True):
    """A talk with somebody in the hall (跟踪问); an alias, never a name."""

    uuid: Uuid
    kind: Literal["citizen", "firm", "staff", "auxiliary"]
    alias: Annotated[str, Meta(max_length=30)] = ""
    trips: Trips | None = None
    papers_complete: bool | None = None
    satisfaction: Annotated[int, Meta(ge=1, le=5)] | None = None
    words: Annotated[str, Meta(max_length=2000)] = ""


class SourceSent(Struct, frozen=True, forbid_unknown_fields=True):
    """What a problem was listed from: an item by `key`, a trial by `uuid` and `ref`, an interview by `uuid`."""

    kind: Literal["answer", "trial", "interview"]
    key: Key | None = None
    uuid: Uuid | None = None
    ref: Annotated[str, Meta(max_length=320)] | None = None


class FindingSent(Struct, frozen=True, forbid_unknown_fields=True):
    """A problem listed by its author (列为问题)."""

    uuid: Uuid
    source: SourceSent
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    fact: Annotated[str, Meta(min_length=1, max_length=2000)]
    suggestion: Annotated[str, Meta(max_length=1000)] = ""
    pain: Literal["", "pain", "blockage", "difficulty"] = ""
    window_id: RowId | None = None
    no_photo: Annotated[str, Meta(max_length=200)] = ""


class FileSent(Struct, frozen=True, forbid_unknown_fields=True):
    """A photo that belongs to the submission, by its hash."""

    sha256: Sha256
    size: Annotated[int, Meta(ge=1)]
    type: Annotated[str, Meta(max_length=80)]
    item: Key | None = None
    taken_at: Annotated[str, Meta(max_length=40)] | None = None


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """When a part was first and last touched, by the tablet's clock."""

    first: Aware
    last: Aware


class Trace(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is tracked of the author's work: the start and the end of each part."""

    parts: dict[Literal["look", "do", "ask"], Span] = field(default_factory=dict)


class SubmissionSent(Struct, frozen=True, forbid_unknown_fields=True):
    """One round of a visit, whole."""

    visit_id: Key
    round: Round
    checklist_version: RowId
    client_time: Aware
    answers: Annotated[dict[Key, dict[str, Any]], Meta(max_length=400)]
    base_uuid: Uuid | None = None
    clock_offset_ms: Annotated[int, Meta(ge=-2_147_483_648, le=2_147_483_647)] | None = None
    trials: Annotated[list[TrialSent], Meta(max_length=20)] = field(default_factory=list)
    interviews: Annotated[list[InterviewSent], Meta(max_length=100)] = field(default_factory=list)
    findings: Annotated[list[FindingSent], Meta(max_length=200)] = field(default_factory=list)
    files: Annotated[list[FileSent], Meta(max_length=400)] = field(default_factory=list)
    trace: Trace = field(default_factory=Trace)


class DraftSent(Struct, frozen=True, forbid_unknown_fields=True):
    """A draft as far as it is; `rev` is the last one seen, 0 for none. Its body is kept as it came."""

    rev: Annotated[int, Meta(ge=0, le=2_147_483_647)]
    body: dict[str, Any]


class SignInSent(Struct, frozen=True, forbid_unknown_fields=True):
    """How a tablet registers: by user name and password, by a code, or under the browser's ordinary session."""

    device: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,40}$")]
    username: Annotated[str, Meta(max_length=64)] | None = None
    password: Annotated[str, Meta(max_length=256)] | None = None
    code: Annotated[str, Meta(max_length=64)] | None = None


class Ack(Struct, frozen=True):
    """What the server has of a submission: complete means that the visit is handed in, with its receipt."""

    status: Literal["receiving", "complete"]
    missing: list[str]
    receipt: str | None
    server_time: datetime
    hashes: list[str]


class PublicPoint(Struct, frozen=True):
    """The key a tablet made for one file."""

    x: Annotated[str, Meta(max_length=60)]
    y: Annotated[str, Meta(max_length=60)]


class RescueFile(Struct, frozen=True):
    """A file a tablet exported: encrypted to the installation's key `key`."""

    v: Literal[1]
    key: str
    epk: PublicPoint
    iv: str
    data: str


class OpinionSent(Struct, frozen=True, forbid_unknown_fields=True):
    """What a citizen said on a tablet that was handed over; `receipt` is the code they hold, drawn on the tablet."""

    code: Key
    said_on: date
    receipt: Annotated[str, Meta(pattern=r"^[2-9A-HJKMNP-Z]{10}$")]
    trips: Literal["", "none", "one", "two", "more", "not_yet"] = ""
    papers: Literal["", "complete", "missing", "untold"] = ""
    satisfied: Literal["", "good", "fair", "bad"] = ""
    words: Text = ""
    phone: Annotated[str, Meta(max_length=40)] = ""


class OpinionPosted(Struct, frozen=True, forbid_unknown_fields=True):
    """An opinion as its tablet kept it: encrypted to the installation, or clear where its browser can't encrypt."""

    sealed: RescueFile | None = None
    clear: OpinionSent | None = None


class OpinionHeard(Struct, frozen=True):
    """An opinion that was taken; `again` when this very one had been sent before."""

    status: Literal["heard"]
    again: bool


class Signed(Struct, frozen=True):
    """What is inside: a text, and its owner's signature."""

    payload: str
    mac: str


class RescuedPhoto(Struct, frozen=True):
    """A photo that had not been sent."""

    sha256: Sha256
    type: str
    data: bytes


class RescuedItem(Struct, frozen=True):
    """A submission that waited, byte for byte, with its photos."""

    uuid: Uuid
    submission: str
    files: list[RescuedPhoto]


class RescuedDraft(Struct, frozen=True):
    """A draft that had not been handed in."""

    visit_id: Key
    body: dict[str, Any]


class Rescued(Struct, frozen=True):
    """Everything of one person on one tablet that the server may not have."""

    owner: str
    device: str
    made_at: Aware
    items: list[RescuedItem] = field(default_factory=list)
    drafts: list[RescuedDraft] = field(default_factory=list)
    opinions: list[OpinionPosted] = field(default_factory=list)
