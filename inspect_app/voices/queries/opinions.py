"""Reads of opinions: the form behind a code, the office's lists, one opinion, and what a receipt tells."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Site, Window
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.voices.models import Letter, Opinion, OpinionForm
from inspect_app.voices.rules.opinions import masked_phone, state_of
from inspect_app.voices.vocabulary.opinions import FormState, OpinionFilter, OpinionState, Subject

_TONES = {OpinionState.NEW: "near", OpinionState.PASSED_ON: "accent", OpinionState.NOTED: "plain"}
COLUMNS = (
    ListColumn("日期", 12, "day"),
    ListColumn("问的是", 30),
    ListColumn("几趟", 14),
    ListColumn("材料带齐了吗", 18, "more"),
    ListColumn("满意吗", 10),
    ListColumn("哪里不方便", 60, "more"),
    ListColumn("怎么来的", 8, "more"),
    ListColumn("回访", 8, "more"),
    ListColumn("办理", 14),
)
_SHOWN_WORDS = 60
PHONE_CONTEXT = "opinion-phone"


def find_form(code: str) -> OpinionForm | None:
    """Return the form a code leads to, or nothing."""
    return db.session.scalars(_forms().where(OpinionForm.code == code)).one_or_none()


def get_form(form_id: int) -> OpinionForm:
    """Return a form, or raise Missing."""
    form = db.session.scalars(_forms().where(OpinionForm.id == form_id)).one_or_none()
    if form is None:
        raise Missing()
    return form


def forms_by_id(keys: Sequence[int]) -> list[OpinionForm]:
    """Return forms in the order of their places."""
    return list(db.session.scalars(_ordered(_forms().where(OpinionForm.id.in_(keys)))))


def open_forms() -> list[OpinionForm]:
    """Return the forms that take opinions today, in the order of their places."""
    today = clock.today()
    query = _ordered(_forms().where(OpinionForm.closed_on.is_(None)))
    return [form for form in db.session.scalars(query) if form_state(form, today) is FormState.OPEN]


def forms_about(
    windows: Collection[int], items: Collection[int], campaigns: Collection[int]
) -> list[OpinionForm]:
    """Return the forms that take opinions today about some windows, matters and campaigns."""
    today = clock.today()
    about = or_(
        OpinionForm.window_id.in_(windows), OpinionForm.item_id.in_(items), OpinionForm.campaign_id.in_(campaigns)
    )
    query = _ordered(_forms().where(OpinionForm.closed_on.is_(None), about))
    return [form for form in db.session.scalars(query) if form_state(form, today) is FormState.OPEN]


def list_forms(offset: int, limit: int) -> tuple[list[OpinionForm], int]:
    """Return a page of all forms, those not closed first, and how many there are."""
    query = _ordered(_forms(), OpinionForm.closed_on.is_not(None))
    total = db.session.scalar(select(func.count()).select_from(OpinionForm)) or 0
    return list(db.session.scalars(query.offset(offset).limit(limit))), total


def counts_of(forms: Sequence[OpinionForm]) -> dict[int, tuple[int, int]]:
    """Return of each form how many opinions count, and how many are kept apart."""
    apart = func.sum(Opinion.set_apart.cast(Integer))
    query = select(Opinion.form_id, func.count(), apart).where(Opinion.form_id.in_([form.id for form in forms]))
    rows = db.session.execute(query.group_by(Opinion.form_id)).all()
    return {key: (total - int(aside or 0), int(aside or 0)) for key, total, aside in rows}


def form_state(form: OpinionForm, today: date) -> FormState:
    """Say whether a form takes opinions on a day."""
    in_use = (form.window is None or (form.window.active and form.window.site.active)) and (
        form.item is None or form.item.active
    )
    ends_on = form.campaign.ends_on if form.campaign else None
    return state_of(today, closed_on=form.closed_on, until=form.until, ends_on=ends_on, in_use=in_use)


def place_of(form: OpinionForm) -> str:
    """Return what a form asks about, as everybody reads it."""
    if form.window is not None:
        return f"{form.window.site.name} · {form.window.name}"
    return form.item.name if form.item is not None else form.campaign.name if form.campaign is not None else ""


def unit_of(form: OpinionForm) -> Unit | None:
    """Return the unit in charge of what a form asks about; a campaign has none."""
    thing = form.window or form.item
    return thing.unit if thing is not None else None


def get_opinion(opinion_id: int) -> Opinion:
    """Return an opinion with its form, or raise Missing."""
    query = select(Opinion).where(Opinion.id == opinion_id).options(*_with_form())
    opinion = db.session.scalars(query).one_or_none()
    if opinion is None:
        raise Missing()
    return opinion


def find_by_receipt(receipt: str) -> Opinion | None:
    """Return the opinion of a receipt, or nothing."""
    query = select(Opinion).where(Opinion.receipt_tag == receipt_tag(receipt)).options(*_with_form())
    return db.session.scalars(query).one_or_none()


def receipt_tag(receipt: str) -> str:
    """Return how a receipt stands in the table."""
    return current_sealer().tag(receipt, "opinion-receipt")


def sealed_phone(phone: str) -> bytes | None:
    """Return a telephone number as it is kept."""
    return current_sealer().seal(phone.encode(), PHONE_CONTEXT) if phone else None


def phone_of(opinion: Opinion) -> str:
    """Return the telephone number of who wants a call; the caller answers for asking."""
    return current_sealer().open(opinion.phone_seal, PHONE_CONTEXT).decode() if opinion.phone_seal else ""


def masked_phone_of(opinion: Opinion) -> str:
    """Return the telephone number as the page shows it."""
    return masked_phone(phone_of(opinion)) if opinion.phone_seal else ""


def count_apart() -> int:
    """Return how many opinions are kept apart."""
    return db.session.scalar(select(func.count()).where(Opinion.set_apart)) or 0


def count_opinions(asked: OpinionFilter) -> int:
    """Return how many opinions a filter leaves."""
    return db.session.scalar(_narrowed(select(func.count(Opinion.id)), asked)) or 0


def list_opinions(asked: OpinionFilter, offset: int, limit: int | None) -> tuple[list[ListLine], int]:
    """Return a page of opinions (or all), the newest day first, and how many there are."""
    query = _narrowed(select(Opinion), asked).options(_loaded()).order_by(Opinion.said_on.desc(), Opinion.id)
    whole = limit is None
    return [_line(row, whole) for row in db.session.scalars(query.offset(offset).limit(limit))], count_opinions(asked)


def _line(opinion: Opinion, whole: bool) -> ListLine:
    words = opinion.words
    cells = (
        opinion.said_on,
        place_of(opinion.form),
        opinion.trips.label if opinion.trips else "",
        opinion.papers.label if opinion.papers else "",
        opinion.satisfied.label if opinion.satisfied else "",
        words if whole or len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS]}……",
        opinion.channel.label,
        "希望回访" if opinion.phone_seal else "",
        opinion.state.label,
    )
    return ListLine(cells, f"/voices/opinions/{opinion.id}", _TONES[opinion.state])


def _narrowed(query: Select[Any], asked: OpinionFilter) -> Select[Any]:
    joined = query.join(Opinion.form).outerjoin(OpinionForm.window).outerjoin(OpinionForm.item)
    return joined.where(*_conditions(asked))


def _conditions(asked: OpinionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Opinion.set_apart.is_(asked.set_apart)]
    plain: tuple[tuple[InstrumentedAttribute[Any], Any], ...] = (
        (Opinion.state, asked.state), (Opinion.channel, asked.channel), (Opinion.trips, asked.trips),
        (Opinion.papers, asked.papers), (Opinion.satisfied, asked.satisfied), (Opinion.form_id, asked.form_id),
        (Window.site_id, asked.site_id),
    )  # fmt: skip
    found += [column == value for column, value in plain if value is not None]
    if asked.unit_id is not None:
        found.append(or_(Window.unit_id == asked.unit_id, ServiceItem.unit_id == asked.unit_id))
    if asked.with_words:
        found.append(Opinion.words != "")
    if asked.wants_call:
        found.append(Opinion.phone_seal.is_not(None))
    if asked.since is not None:
        found.append(Opinion.said_on >= asked.since)
    if asked.until is not None:
        found.append(Opinion.said_on <= asked.until)
    if asked.text:
        found.append(Opinion.words.contains(asked.text, autoescape=True))
    return found


def _loaded() -> Any:
    form = contains_eager(Opinion.form)
    return (
        form.options(contains_eager(OpinionForm.window).joinedload(Window.site))
        .options(contains_eager(OpinionForm.item))
        .options(joinedload(OpinionForm.campaign))
    )


def _with_form() -> tuple[Any, Any]:
    return joinedload(Opinion.form).options(*_parts()), joinedload(Opinion.letter).joinedload(Letter.finding)


def _forms() -> Select[OpinionForm]:
    return select(OpinionForm).options(*_parts())


def _parts() -> tuple[Any, ...]:
    return (
        joinedload(OpinionForm.window).options(joinedload(Window.site), joinedload(Window.unit)),
        joinedload(OpinionForm.item).joinedload(ServiceItem.unit),
        joinedload(OpinionForm.campaign),
    )


def _ordered(query: Select[OpinionForm], *first: Any) -> Select[OpinionForm]:
    named = query.outerjoin(Window, OpinionForm.window_id == Window.id).outerjoin(Site, Window.site_id == Site.id)
    named = named.outerjoin(ServiceItem, OpinionForm.item_id == ServiceItem.id)
    named = named.outerjoin(Campaign, OpinionForm.campaign_id == Campaign.id)
    kinds = case({Subject.WINDOW: 0, Subject.ITEM: 1}, value=OpinionForm.subject, else_=2)
    return named.order_by(*first, kinds, Site.code, Window.code, ServiceItem.code, Campaign.code, OpinionForm.id)
