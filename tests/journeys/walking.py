"""A person at a browser without scripts: reads a page, fills its form as it stands, presses a button."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


@dataclass
class PageForm:
    """A form with the values it is drawn with; `buttons` are (label, name, value, own action)."""

    action: str
    method: str
    values: MultiDict[str, Any] = field(default_factory=MultiDict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._form: PageForm | None = None
        self._target: PageForm | None = None
        self._select: str | None = None
        self._option: tuple[str, bool] | None = None
        self._text: list[str] = []
        self._area: str | None = None
        self._button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
            self._by_id[given.get("id", "")] = self._form
            return
        form = self._by_id.get(given.get("form", "-"), self._form)
        if form is None or "disabled" in given:
            return
        if tag != "option":
            self._target = form
        self._open(form, tag, given.get("name", ""), given)

    def _open(self, form: PageForm, tag: str, name: str, given: dict[str, str]) -> None:
        if tag == "input":
            self._input(form, name, given)
        elif tag == "select":
            self._select = name
            form.options.setdefault(name, {})
        elif tag == "option":
            self._option, self._text = (given.get("value", ""), "selected" in given), []
        elif tag == "textarea":
            self._area, self._text = name, []
        elif tag == "button":
            self._button, self._text = True, []
            form.buttons.append(["", name, given.get("value", ""), given.get("formaction", "")])

    @staticmethod
    def _input(form: PageForm, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if not name or kind == "file":
            return
        if kind in {"radio", "checkbox"}:
            form.options.setdefault(name, {})[given.get("value", "on")] = given.get("value", "on")
            if "checked" not in given:
                return
        form.values.add(name, given.get("value", "on" if kind in {"radio", "checkbox"} else ""))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        form, text = self._target, "".join(self._text).strip()
        if tag == "form":
            self._form = None
        elif tag == "option" and form and self._option and self._select is not None:
            value, chosen = self._option
            form.options[self._select][text] = value
            if chosen or self._select not in form.values:
                form.values[self._select] = value
        elif tag == "textarea" and form and self._area is not None:
            form.values[self._area] = "".join(self._text).replace("\r\n", "\n").removeprefix("\n")
            self._area = None
        elif tag == "button" and form and self._button:
            form.buttons[-1][0], self._button = text, False
        elif tag == "select":
            self._select = None


class Walker:
    """Somebody signed in, one page after another."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.path = ""
        self.text = ""
        self.forms: list[PageForm] = []

    def open(self, path: str) -> "Walker":
        """Open an address; any answer but 200 (after redirects) fails."""
        return self._took(self.client.get(path, follow_redirects=True), 200)

    def press(self, label: str, status: int = 200, files: dict[str, Any] | None = None, **values: Any) -> "Walker":
        """Fill the form that has the button and press it; `values` are what is typed or chosen.

        A choice may be named by the text of its option.
        """
        form, button = self._find(label)
        data = MultiDict(form.values)
        for name, value in values.items():
            known = form.options.get(name, {})
            data.setlist(name, [known.get(str(one), one) for one in (value if isinstance(value, list) else [value])])
        if button[1]:
            data[button[1]] = button[2]
        for name, parts in (files or {}).items():
            data.setlist(name, [(BytesIO(body), file_name) for body, file_name in parts])
        address = button[3] or form.action or self.path
        answer = self.client.open(address, method=form.method.upper(), data=data, follow_redirects=True)
        return self._took(answer, status)

    def has_button(self, label: str) -> bool:
        """Say whether the page offers a button with these words."""
        return any(label in button[0] for form in self.forms for button in form.buttons)

    def _find(self, label: str) -> tuple[PageForm, list[str]]:
        for form in self.forms:
            for button in form.buttons:
                if label in button[0] or label == button[2]:
                    return form, button
        offered = [button[0] for form in self.forms for button in form.buttons]
        raise AssertionError(f"no button {label!r} on {self.path}: {offered}")

    def _took(self, answer: TestResponse, status: int) -> "Walker":
        self.path = answer.request.path
        self.text = answer.text if answer.mimetype == "text/html" else ""
        assert answer.status_code == status, (self.path, answer.status_code, _words(self.text))
        reader = _Reader()
        reader.feed(self.text)
        self.forms = reader.forms
        return self


def _words(text: str) -> str:
    """Return the words of a page, for the message of a failed step."""
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split("<main", 1)[-1]))[:1500]
