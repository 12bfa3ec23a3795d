"""What people say about lists: the name of a view, which columns in which order, and what a batch needs."""

from collections.abc import Collection, Iterable, Sequence

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forms.base import ChineseForm, ChineseRow
from inspect_app.rectification.rules.bulk import Given
from inspect_app.rectification.rules.ledger_columns import FIXED, Density, LedgerColumn

_ALL_FIELDS = ("note", "due", "reason", "person")


class ViewNameForm(ChineseForm):
    """The name of a view; what a name must be is decided where all names are known."""

    name = StringField("视图名称")


class ColumnRow(ChineseRow):
    """One column: shown or not, and at which place."""

    key = HiddenField()
    shown = BooleanField()
    place = IntegerField(validators=[Optional(), NumberRange(1, 99, "位置填 1 到 99。")])

    @property
    def column(self) -> LedgerColumn | None:
        """Return which column the row is about."""
        return LedgerColumn.find(self.key.data)


class LookForm(ChineseForm):
    """Which columns, in which order, and how dense."""

    density = RadioField("行距", choices=Density.choices())
    columns = FieldList(FormField(ColumnRow), max_entries=len(LedgerColumn))

    def fill(self, offered: Iterable[LedgerColumn], chosen: Sequence[LedgerColumn], density: Density) -> None:
        """Show what is chosen now: its columns first and in their order, then what else there is."""
        self.density.data = density.value
        rest = [column for column in offered if column not in chosen]
        for place, column in enumerate((*chosen, *rest), start=0):
            if column is not FIXED:
                self.columns.append_entry({"key": column.value, "shown": column in chosen, "place": place})

    def chosen(self) -> list[str]:
        """Return the columns that were ticked, by their places.

        At the same place the one listed later comes first: whoever types a number that is taken means it that way,
        whether the column was further right or further left before.
        """
        rows = [entry.form for entry in reversed(self.columns.entries) if entry.form.shown.data and entry.form.column]
        rows.sort(key=lambda row: row.place.data or len(LedgerColumn))
        return [str(row.column) for row in rows]

    def wanted_density(self) -> Density:
        """Return the density that was chosen."""
        return Density.find(self.density.data) or Density.COMFORTABLE


class BulkForm(ChineseForm):
    """What a confirmation asks for; `ask_for` leaves only the fields of its verb."""

    note = StringField("催办意见", [Optional(), Length(max=200, message="最多 200 个字。")])
    due = DateField("延到哪一天", [InputRequired("请选延到哪一天。")])
    reason = TextAreaField("延期理由", [InputRequired("请写延期理由。"), Length(max=500, message="最多 500 个字。")])
    person = SelectField("核验人", [InputRequired("请选核验人。")], coerce=str)

    def ask_for(self, fields: Collection[str], people: Iterable[tuple[str, str]]) -> None:
        """Keep the fields a verb needs."""
        self.person.choices = [("", "请选择"), *people]
        for name in _ALL_FIELDS:
            if name not in fields:
                delattr(self, name)

    def given(self) -> Given:
        """Return what was given, the same for all rows."""
        person = self.data.get("person")
        return Given(
            note=self.data.get("note") or "",
            due=self.data.get("due"),
            reason=self.data.get("reason") or "",
            person_id=int(person) if person else None,
        )
