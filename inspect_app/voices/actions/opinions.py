"""Deeds on opinions: what a citizen's phone does, and what the office does with what was said.

What a citizen does has no entry of its own in the audit chain: an entry keeps its minute, an opinion only its day.
"""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from inspect_app.access import SYSTEM, Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Invalid, Missing, Refused
from inspect_app.foundation.text import clean
from inspect_app.voices.actions.addresses import count, is_first, use_up
from inspect_app.voices.actions.letters import register
from inspect_app.voices.models import Letter, Opinion, OpinionForm
from inspect_app.voices.queries import opinions as queries
from inspect_app.voices.rules.letters import title_of
from inspect_app.voices.rules.opinions import checked, is_excess, receipt_of, trips_number, written_out
from inspect_app.voices.vocabulary.letters import LetterDraft, LetterSource
from inspect_app.voices.vocabulary.opinions import (
    Challenge,
    Counted,
    FormState,
    Heard,
    OpinionChannel,
    OpinionDraft,
    OpinionState,
)

# The version of the notice under which somebody gives a telephone number.
PHONE_NOTICE = "2026-12"
_ID_BYTES, _LARGEST = 4, 2**31 - 1
_OLDEST_PAPER = timedelta(days=366)
# A tablet that never heard the answer sends once more; this long the same opinion is known again.
_SENT_AGAIN = timedelta(days=60)


def hear(form: OpinionForm, draft: OpinionDraft, challenge: Challenge, address: str, channel: OpinionChannel) -> Heard:
    """Take what a citizen said, once a page; what a crowded address sends beyond its hour is kept apart."""
    wanted = checked(draft)
    _demand_open(form)
    receipt = receipt_of(current_settings().secret_key, challenge.nonce)
    if not is_first(challenge):
        return Heard(receipt, again=True)
    # A tablet that an inspector hands over is nobody's flood.
    apart = channel is OpinionChannel.PHONE and is_excess(count(address, Counted.SAID))
    _keep(form, wanted, channel, clock.today(), receipt_tag=queries.receipt_tag(receipt), set_apart=apart)
    return Heard(receipt)


def hear_later(form: OpinionForm, draft: OpinionDraft, said_on: date, receipt: str) -> Heard:
    """Take what a citizen said on a tablet without network; like a paper, it counts though the form closed since.

    Its day is the tablet's, a claim: never later than today.
    """
    wanted, today, tag = checked(draft), clock.today(), queries.receipt_tag(receipt)
    if said_on < today - _OLDEST_PAPER:
        raise Invalid("这份意见写的日期超过一年了，请核对平板的日期。", "said_on")
    # Whole days: by when it is forgotten nobody can reckon the minute at which it came.
    if not use_up(tag, clock.at(today + _SENT_AGAIN, time.min)):
        return Heard(receipt, again=True)
    _keep(form, wanted, OpinionChannel.TABLET, min(said_on, today), receipt_tag=tag)
    return Heard(receipt)


def enter_paper(actor: Actor, form_id: int, draft: OpinionDraft, said_on: date) -> Opinion:
    """Enter what a paper form says; a closed form still takes its papers."""
    form, wanted, today = queries.get_form(form_id), checked(draft), clock.today()
    if not today - _OLDEST_PAPER <= said_on <= today:
        raise Invalid("填表日期要在一年之内，也不能晚于今天。", "said_on")
    opinion = _keep(form, wanted, OpinionChannel.PAPER, said_on)
    record(actor, "opinion.entered", "opinion_form", form.code, permission=Permission.TRIAGE)
    return opinion


def note(actor: Actor, opinion_id: int, reply: str, version: int | None) -> Opinion:
    """Note that the office has read an opinion; `reply` is what its receipt shows."""
    opinion = _locked(opinion_id, version)
    if opinion.state is OpinionState.PASSED_ON:
        raise Refused("这份意见已经转来信办理，答复请在来信里写。")
    before = opinion.state
    opinion.state, opinion.settled_on, opinion.reply = OpinionState.NOTED, clock.today(), clean(reply)
    _record(actor, "opinion.noted", opinion, status=(before.value, opinion.state.value), text=opinion.reply)
    return opinion


def pass_on(actor: Actor, opinion_id: int, version: int | None) -> Letter:
    """Hand an opinion, without its phone, to the inbox, where it becomes a problem, a suggestion or praise."""
    opinion = _locked(opinion_id, version)
    if opinion.letter_id is not None:
        raise Refused("这份意见已经转来信办理。")
    place, unit = queries.place_of(opinion.form), queries.unit_of(opinion.form)
    draft = LetterDraft(
        source=LetterSource.OPINION,
        received_on=opinion.said_on,
        title=title_of("", opinion.words or place),
        words=written_out(place, opinion.trips, opinion.papers, opinion.satisfied, opinion.words),
        alias="办事群众",
        unit_id=unit.id if unit else None,
        window_id=opinion.form.window_id,
        item_id=opinion.form.item_id,
        trips=trips_number(opinion.trips),
    )
    letter = register(actor, draft)
    before = opinion.state
    opinion.letter_id, opinion.state, opinion.settled_on = letter.id, OpinionState.PASSED_ON, clock.today()
    _record(actor, "opinion.passed_on", opinion, status=(before.value, opinion.state.value), number=letter.id)
    return letter


def reveal_phone(actor: Actor, opinion_id: int, reason: str) -> str:
    """Open a telephone number to call back, for a reason that is kept."""
    opinion, words = _locked(opinion_id, None), clean(reason)
    if not words:
        raise Invalid("请写为什么要看，会留下记录。", "reason")
    if opinion.phone_seal is None:
        raise Refused("这份意见没有留电话，或者电话已经按期删除。")
    _record(actor, "opinion.contact_read", opinion, reason=words)
    return queries.phone_of(opinion)


def recognise(actor: Actor, opinion_id: int, version: int | None) -> Opinion:
    """Let an opinion that was kept apart count after all."""
    opinion = _locked(opinion_id, version)
    if not opinion.set_apart:
        raise Refused("这份意见本来就计入统计。")
    opinion.set_apart = False
    _record(actor, "opinion.recognised", opinion)
    return opinion


def erase(receipt: str) -> None:
    """Delete an opinion for whoever holds its receipt: the row is gone, telephone and all."""
    found = queries.find_by_receipt(receipt)
    if found is None:
        raise Missing("没有查到这个回执码，可能已经删除。")
    record(SYSTEM, "opinion.erased", "opinion_form", found.form.code)
    db.session.delete(found)
    db.session.flush()


def _demand_open(form: OpinionForm) -> None:
    state = queries.form_state(form, clock.today())
    if state is not FormState.OPEN:
        raise Refused(f"这张意见征集表{state.label}，不再收意见。")


def _keep(form: OpinionForm, draft: OpinionDraft, channel: OpinionChannel, said_on: date, **facts: Any) -> Opinion:
    seal = queries.sealed_phone(draft.phone)
    opinion = Opinion(
        id=_any_number(),
        form_id=form.id,
        said_on=said_on,
        channel=channel,
        trips=draft.trips,
        papers=draft.papers,
        satisfied=draft.satisfied,
        words=draft.words,
        phone_seal=seal,
        phone_notice=PHONE_NOTICE if seal else "",
        **facts,
    )
    db.session.add(opinion)
    db.session.flush()
    return opinion


def _any_number() -> int:
    """Draw a number that no opinion has."""
    while True:
        number = int.from_bytes(randomness.token_bytes(_ID_BYTES), "big") % _LARGEST + 1
        if db.session.scalar(select(Opinion.id).where(Opinion.id == number)) is None:
            return number


def _locked(opinion_id: int, version: int | None) -> Opinion:
    query = select(Opinion).where(Opinion.id == opinion_id).with_for_update()
    opinion = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if opinion is None:
        raise Missing()
    if version is not None and version != opinion.version:
        raise Refused("这份意见刚被别人办过，请刷新后再看。您写的还没有存。")
    return opinion


def _record(actor: Actor, deed: str, opinion: Opinion, **changes: Any) -> None:
    record(actor, deed, "opinion", opinion.id, permission=Permission.TRIAGE, **changes)
    db.session.flush()
