"""The public opinion form: one page behind a QR code, without signing in, without scripts if need be."""

from typing import Any

from flask import render_template, request

from forms.opinions import PublicOpinionForm
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.extensions import csrf
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Invalid
from inspect_app.voices.actions import opinions as actions
from inspect_app.voices.models import OpinionForm
from inspect_app.voices.queries.addresses import counted
from inspect_app.voices.queries.opinions import find_form, form_state, place_of
from inspect_app.voices.rules.opinions import WAIT, bits_for, checked, judge, read_challenge, spaced, write_challenge
from inspect_app.voices.views import blueprint
from inspect_app.voices.views.public_pages import closed_page, handed_over_code, named, sized, text_size_of
from inspect_app.voices.vocabulary.opinions import (
    Challenge,
    Counted,
    FormState,
    OpinionChannel,
    Verdict,
)
from inspect_app.web.guards import open_to_all
from inspect_app.web.responses import hang

_AGAIN = {
    Verdict.STALE: "页面已过期，还没有收到您的意见。您填的都在，请再点一次“交意见”。",
    Verdict.EARLY: "交得太快，还没有收到。请看一遍，再点一次“交意见”。",
}


@blueprint.get("/o/<code>")
@open_to_all
def opinion(code: str) -> Any:
    """Ask the four questions."""
    found = find_form(code.upper())
    state = form_state(found, clock.today()) if found else None
    if found is None or state is not FormState.OPEN:
        return closed_page(found, state)
    return _ask(found, PublicOpinionForm(formdata=None))


@blueprint.post("/o/<code>")
@csrf.exempt  # type: ignore[untyped-decorator] # its challenge stands for the token
@open_to_all
def say(code: str) -> Any:
    """Take what a citizen said, once it is sure that a person had the page before them."""
    found, form = find_form(code.upper()), PublicOpinionForm()
    state = form_state(found, clock.today()) if found else None
    if found is None or state is not FormState.OPEN:
        return closed_page(found, state)
    if "size" in request.form:
        return sized(_ask(found, form), request.form["size"])
    challenge = read_challenge(current_settings().secret_key, form.challenge.data or "")
    verdict = judge(challenge, found.code, _seconds(), form.solution.data or "")
    if challenge is None or form.fax.data or verdict is Verdict.STALE:
        return _ask(found, form, None, _AGAIN[Verdict.STALE], 400)
    if verdict is Verdict.EARLY:
        return _ask(found, form, challenge, _AGAIN[verdict], 400)
    return _heard(found, form, challenge, verdict)


def _heard(found: OpinionForm, form: PublicOpinionForm, challenge: Challenge, verdict: Verdict) -> Any:
    """Keep an opinion that can be kept; whose browser didn't reckon waits a little first."""
    channel = OpinionChannel.TABLET if handed_over_code() == found.code else OpinionChannel.PHONE
    try:
        if form.lacks_phone:
            raise Invalid("希望回电话的，请填手机号码；不想留，就不勾。", "phone")
        checked(form.draft())
        if verdict is Verdict.UNSOLVED:
            return _wait(found, form, challenge)
        with transaction():
            heard = actions.hear(found, form.draft(), challenge, request.remote_addr or "", channel)
    except Invalid as error:
        hang(form, error)
        return _ask(found, form, challenge, "", 422)
    return _page("thanks", found, receipt=spaced(heard.receipt), again=heard.again)


def _ask(
    found: OpinionForm,
    form: PublicOpinionForm,
    challenge: Challenge | None = None,
    message: str = "",
    status: int = 200,
) -> Any:
    fresh = challenge or _new_challenge(found)
    written = write_challenge(current_settings().secret_key, fresh)
    return _page("ask", found, form=form, challenge=written, fresh=fresh, message=message), status


def _wait(found: OpinionForm, form: PublicOpinionForm, challenge: Challenge) -> Any:
    """Show the page that waits, signed like the first and for the same single use."""
    at = challenge.at if challenge.waiting else _seconds()
    waiting = Challenge(found.code, challenge.nonce, at, challenge.bits, waiting=True)
    kept = [(name, text) for name, text in request.form.items() if name not in ("challenge", "solution", "fax")]
    left = max(1, WAIT - (_seconds() - at))
    written = write_challenge(current_settings().secret_key, waiting)
    return _page("wait", found, challenge=written, kept=kept, seconds=left)


def _new_challenge(found: OpinionForm) -> Challenge:
    before = counted(request.remote_addr or "", Counted.SAID)
    return Challenge(found.code, randomness.token(), _seconds(), bits_for(before))


def _page(name: str, found: OpinionForm, **facts: Any) -> str:
    return render_template(
        f"voices/public/{name}.html",
        place=place_of(found),
        code=found.code,
        text_size=text_size_of(),
        **named(),
        **facts,
    )


def _seconds() -> int:
    return int(clock.now().timestamp())
