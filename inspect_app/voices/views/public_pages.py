"""What the public pages share: their frame, the text size without scripts, the page of a form that is closed."""

from typing import Any

from flask import current_app, make_response, render_template, request, session

from inspect_app.config import current_settings
from inspect_app.voices.models import OpinionForm
from inspect_app.voices.queries.opinions import place_of
from inspect_app.voices.vocabulary.opinions import FormState
from inspect_app.web.appearance import TEXT_SIZES, chosen_text_size

HANDED_OVER = "handed_over"
_ONE_YEAR = 365 * 24 * 3600
_WHY = {
    None: ("没有这张意见征集表", "二维码可能印坏了或者抄错了。"),
    FormState.CLOSED: ("这张意见征集表已停用", "这里不再收意见。"),
    FormState.EXPIRED: ("这个二维码已过期", "征集的日子已经过了。"),
    FormState.OVER: ("这次征集已结束", "这个专项已经办完，不再收意见。"),
    FormState.GONE: ("这个窗口或事项已停用", "这里不再收意见。"),
}


def named() -> dict[str, Any]:
    """Return whose page it is, and whether an inspector handed this tablet over."""
    return {"office_name": current_settings().office_name, "handed_over": bool(handed_over_code())}


def handed_over_code() -> str:
    """Return the form for which this tablet was handed over, or nothing."""
    lent = session.get(HANDED_OVER)
    return str(lent.get("code", "")) if isinstance(lent, dict) else ""


def closed_page(found: OpinionForm | None, state: FormState | None) -> Any:
    """Say that a form takes no opinions (any more), and where to turn."""
    title, text = _WHY[state]
    facts = {"place": place_of(found) if found else "", "title": title, "text": text, "text_size": text_size_of()}
    return render_template("voices/public/closed.html", **facts, **named()), 404 if state is None else 410


def text_size_of() -> str:
    """Return the size of text: the one just asked for, or the one this browser kept."""
    size = chosen_text_size()
    step = {"smaller": -1, "larger": 1}.get(request.form.get("size", ""), 0)
    return TEXT_SIZES[max(0, min(TEXT_SIZES.index(size) + step, len(TEXT_SIZES) - 1))]


def sized(page: Any, step: str) -> Any:
    """Answer with the page in its new size and let the browser keep the size."""
    response = make_response(page)
    if step in ("smaller", "larger"):
        secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
        size = text_size_of()
        response.set_cookie("text", size, max_age=_ONE_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
