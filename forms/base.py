"""The base of all forms: Chinese messages, cleaned text, numbers and days that a database can keep."""

import math
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateTimeField, Field, FloatField, Form, IntegerField, StringField

from inspect_app.foundation.text import clean

_LARGEST = 2**31 - 1
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def cleaned(value: Any) -> Any:
    """Take control characters and outer blanks out of typed text."""
    return clean(value) if isinstance(value, str) else value


def countable(value: Any) -> Any:
    """Refuse a number that no column takes, or that is none."""
    if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= _LARGEST):
        raise ValueError("这个数太大或者不是数，请改小。")
    return value


def dated(value: Any) -> Any:
    """Refuse a day with which nobody can reckon."""
    if isinstance(value, date) and not _FIRST_YEAR <= value.year < _LAST_YEAR:
        raise ValueError(f"年份应在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间。")
    return value


# A DateField is a DateTimeField; a HiddenField or TextAreaField is a StringField.
_FILTERS: tuple[tuple[type[Field], Any], ...] = (
    (StringField, cleaned),
    (IntegerField, countable),
    (FloatField, countable),
    (DateTimeField, dated),
)


class _Careful:
    """Clean every typed value before it is validated."""

    locales = ("zh",)

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Bind a field with the filter of its kind."""
        for kind, filtered in _FILTERS:
            if issubclass(unbound_field.field_class, kind):
                options["filters"] = (*unbound_field.kwargs.get("filters", ()), filtered)
        return unbound_field.bind(form=form, **options)


class ChineseForm(FlaskForm):
    """A form whose messages are Chinese and whose text is cleaned."""

    class Meta(_Careful, FlaskForm.Meta):
        """Messages from the library's own Chinese catalogue; see WTF_I18N_ENABLED in the factory."""


class ChineseRow(Form):
    """A row of fields inside a form, as careful as the form itself."""

    class Meta(_Careful, Form.Meta):
        """The same catalogue and the same filters."""
