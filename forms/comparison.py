"""Forms of comparing a back office's records: the source, its columns, a file, yes or no."""

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from forms.assigned import VersionedForm
from forms.base import ChineseForm
from forms.register_entry import Choices
from inspect_app.comparison.rules import is_mapped
from inspect_app.comparison.vocabulary import DEMANDED, Column, Grouping, SourceDraft
from inspect_app.foundation.errors import Invalid

_HINTS = {
    Column.CASE: "一件一个，同一件只比一次。不要用身份证号。",
    Column.MATTER: "和事项库里的编码或名称一样。",
    Column.WINDOW: "窗口编码，或“网点 窗口”；没有这一列就按事项比。",
    Column.TRIPS: "群众为这件事到窗口几次。",
    Column.MINUTES: "和承诺的分钟数比。",
    Column.WORKDAYS: "和承诺的工作日比。",
    Column.PAPERS: "份数，或用顿号隔开的材料名称（只留份数）。",
    Column.ONLINE: "当时网上能不能办，是或否；不是群众选了哪种办法。",
}


class UploadedForm(ChineseForm):
    """A form with a table."""

    file = FileField("CSV 文件", description="UTF-8 或 GBK 都可以，最多 5 万行、20 MB。")

    def given(self) -> tuple[str, bytes]:
        """Return the name and the bytes of the file; raise Invalid when there is none."""
        upload = self.file.data
        data = upload.read() if isinstance(upload, FileStorage) and upload.filename else b""
        if not data.strip():
            raise Invalid("请选 CSV 文件。", "file")
        return str(upload.filename), data


class SourceForm(UploadedForm):
    """A source: a back office of a unit, and a table of it from which only the heads are read."""

    name = StringField("系统名称", [InputRequired("请填系统名称。"), Length(max=60, message="最多 60 个字。")])
    unit_id = SelectField("主管单位", [InputRequired("请选主管单位。")], choices=[])
    note = StringField("说明", [Optional(), Length(max=200, message="最多 200 个字。")])

    def offer(self, units: Choices) -> None:
        """Hand in the units."""
        self.unit_id.choices = [("", "请选择"), *units]

    def draft(self) -> SourceDraft:
        """Return the source as facts."""
        return SourceDraft(self.name.data or "", int(self.unit_id.data), self.note.data or "")


def _column(column: Column) -> SelectField:
    needed = [InputRequired(f"请选哪一列是{column.label}。")] if column in DEMANDED else []
    return SelectField(column.label, needed, choices=[], description=_HINTS.get(column, ""))


class ColumnsForm(VersionedForm):
    """Which head of a source holds what."""

    case = _column(Column.CASE)
    matter = _column(Column.MATTER)
    day = _column(Column.DAY)
    window = _column(Column.WINDOW)
    trips = _column(Column.TRIPS)
    minutes = _column(Column.MINUTES)
    workdays = _column(Column.WORKDAYS)
    papers = _column(Column.PAPERS)
    online = _column(Column.ONLINE)

    def offer(self, heads: list[str]) -> None:
        """Hand in the heads."""
        for column in Column:
            none = "请选择" if column in DEMANDED else "没有这一列"
            self[column.value].choices = [("", none), *((head, head) for head in heads)]

    def columns(self) -> dict[Column, str]:
        """Return the head of each column; raise Invalid when nothing can be compared, or one head is named twice."""
        found = {column: str(self[column.value].data) for column in Column if self[column.value].data}
        for column, head in found.items():
            if list(found.values()).count(head) > 1:
                raise Invalid(f"“{head}”选了两次，一列只能对应一项。", column.value)
        if not is_mapped(found):
            raise Invalid("至少选一列用来比：跑动次数、办理时间、收取材料或能否网上办。", Column.TRIPS.value)
        return found


class UploadForm(UploadedForm):
    """A table to compare: in which campaign its problems go, and how they are put together."""

    campaign_id = SelectField("列入专项", [InputRequired("请选专项。")], choices=[])
    grouping = RadioField(
        "怎样列问题", choices=Grouping.choices(), default=Grouping.GROUPED.value,
        description="同一事项同一窗口的办件合成一个问题，一次交办、一次整改；每件单列只适合很少几件。",
    )  # fmt: skip

    def offer(self, campaigns: Choices) -> None:
        """Hand in the campaigns."""
        self.campaign_id.choices = [("", "请选择"), *campaigns]

    @property
    def chosen(self) -> Grouping:
        """Return how problems are put together."""
        return Grouping.find(self.grouping.data) or Grouping.GROUPED

    def facts(self) -> dict[str, Any]:
        """Return what was chosen beside the file, as a ticket carries it."""
        return {"campaign": str(self.campaign_id.data), "grouping": self.chosen.value}


class UndoForm(ChineseForm):
    """Take a batch back."""

    reason = StringField("撤销理由", [InputRequired("请写撤销理由。"), Length(max=200, message="最多 200 个字。")])
