"""How pages look to one browser: theme and text size, kept in cookies so that no script is needed."""

from flask import Blueprint, Flask, current_app, redirect, request
from werkzeug.wrappers import Response

from inspect_app.web.guards import open_to_all

THEMES = ("auto", "light", "dark", "contrast")
TEXT_SIZES = ("normal", "larger", "largest")
_ONE_YEAR = 365 * 24 * 3600

blueprint = Blueprint("appearance", __name__)


def chosen_theme() -> str:
    """Return the theme this browser asked for, or the system's."""
    wanted = request.cookies.get("theme", "")
    return wanted if wanted in THEMES else THEMES[0]


def chosen_text_size() -> str:
    """Return the text size this browser asked for."""
    wanted = request.cookies.get("text", "")
    return wanted if wanted in TEXT_SIZES else TEXT_SIZES[0]


def local_path(wanted: str) -> str:
    """Return a path inside this installation; an address that leads elsewhere becomes the first page."""
    # Browsers drop tabs and line breaks and read a backslash as a slash: "/\t/elsewhere" would leave.
    odd = any(letter < " " or letter == "\\" for letter in wanted)
    safe = wanted.startswith("/") and not wanted.startswith("//") and not odd
    return wanted.rstrip("?") if safe else "/"


@blueprint.post("/appearance")
@open_to_all
def choose() -> Response:
    """Keep a theme, or step the text size, and return to the page."""
    response = redirect(local_path(request.form.get("back", "/")), 303)
    theme, step = request.form.get("theme", ""), request.form.get("text", "")
    if theme in THEMES:
        _keep(response, "theme", theme)
    if step in {"smaller", "larger"}:
        _keep(response, "text", _stepped(chosen_text_size(), 1 if step == "larger" else -1))
    return response


def _stepped(size: str, step: int) -> str:
    place = TEXT_SIZES.index(size) + step
    return TEXT_SIZES[max(0, min(place, len(TEXT_SIZES) - 1))]


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=_ONE_YEAR,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
    )


def register_appearance(app: Flask) -> None:
    """Serve the choice and hand `theme` and `text_size` to every template."""
    app.register_blueprint(blueprint)

    @app.context_processor
    def _looks() -> dict[str, str]:
        return {"theme": chosen_theme(), "text_size": chosen_text_size()}
