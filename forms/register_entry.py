"""An entry of a register as a form: what all of them have in common."""

from wtforms import StringField
from wtforms.validators import InputRequired

from forms.assigned import SHORT, VersionedForm
from inspect_app.projects.vocabulary.registers import Draft

Choices = list[tuple[str, str]]


def needed(words: str) -> InputRequired:
    """Refuse a field that is left empty, by its name."""
    return InputRequired(f"请填{words}。")


class EntryForm(VersionedForm):
    """An entry; correcting one asks why."""

    reason = StringField("更正原因", [SHORT])

    def offer(self, units: Choices, windows: Choices, campaigns: Choices) -> None:
        """Hand in what may be chosen; each form takes what it has."""
        for name, choices in (("unit_id", units), ("window_id", windows), ("campaign_id", campaigns)):
            if name in self._fields:
                first = "请选择" if self[name].flags.required else "不选"
                self[name].choices = [("", first), *choices]

    def _key(self, name: str) -> int | None:
        return int(self[name].data) if self[name].data else None

    def draft(self) -> Draft:
        """Return the entry as facts."""
        raise NotImplementedError

    def _texts(self, *names: str) -> dict[str, str]:
        return {name: self[name].data or "" for name in names}
