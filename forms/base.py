"""The base of all forms: Chinese messages, cleaned text."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField

from inspect_app.foundation.text import clean


def cleaned(value: Any) -> Any:
    """Take control characters and outer blanks out of typed text."""
    return clean(value) if isinstance(value, str) else value


class ChineseForm(FlaskForm):
    """A form whose messages are Chinese and whose text is cleaned."""

    class Meta(FlaskForm.Meta):
        """Messages from the library's own Chinese catalogue; see WTF_I18N_ENABLED in the factory."""

        locales = ("zh",)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Clean every typed text before it is validated."""
            if issubclass(unbound_field.field_class, StringField):
                options["filters"] = (*unbound_field.kwargs.get("filters", ()), cleaned)
            return unbound_field.bind(form=form, **options)
