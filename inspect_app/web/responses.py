"""The two ends of a form page: do the deed or show the form again, with its values and a 4xx."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Response, render_template
from flask_wtf import FlaskForm

from inspect_app.database import transaction
from inspect_app.foundation.errors import Invalid


def attempt(form: FlaskForm, deed: Callable[[], object]) -> bool:
    """Do a deed in a transaction when the form is valid; say whether it was done.

    An Invalid refusal is hung on the form's field; other refusals go to the error page.
    """
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            deed()
    except Invalid as error:
        hang(form, error)
        return False
    return True


def hang(form: FlaskForm, error: Invalid) -> None:
    """Put a refusal beside the field it belongs to, or on top of the form."""
    field = form._fields.get(error.field or "")
    if field is None:
        form.form_errors.append(error.message)
    else:
        field.errors = [*field.errors, error.message]


def rendered(template: str, form: FlaskForm | None = None, **facts: Any) -> Any:
    """Render a page; 422 when its form was refused."""
    refused = form is not None and bool(form.errors)
    return render_template(template, form=form, **facts), 422 if refused else 200


def download(body: bytes, file_name: str, media_type: str) -> Response:
    """Send a file under its Chinese name (RFC 6266)."""
    return named_download(Response(body, mimetype=media_type), file_name)


def named_download(response: Response, file_name: str) -> Response:
    """Let an answer be kept as a file under its Chinese name."""
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return response
