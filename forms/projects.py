"""What the office enters about tough projects."""

from typing import Any

from wtforms import DateField, FieldList, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from forms.base import ChineseForm, ChineseRow
from inspect_app.projects.vocabulary import ProjectDraft, ProjectState, StageDraft

_LONG = Length(max=4000, message="最多 4000 个字。")
_SHORT = Length(max=200, message="最多 200 个字。")
_LEAST_ROWS, _MOST_ROWS = 3, 20


class _Versioned(ChineseForm):
    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """Return the version that was shown, if the form told one."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else None


class StageRow(ChineseRow):
    """A dated step of a project; an empty row is none."""

    text = StringField("节点", [_SHORT])
    due_on = DateField("完成时间", [Optional()])
    done_on = DateField("实际完成", [Optional()])

    def validate_text(self, field: Any) -> None:
        """Ask for the words of a day, and for the day of a step."""
        if not field.data and (self.due_on.data or self.done_on.data):
            raise ValidationError("有时间的这一行还没有写节点。")
        if field.data and not (self.due_on.data or self.due_on.errors):
            raise ValidationError(f"请填节点“{field.data}”的时间。")


class ProjectForm(_Versioned):
    """攻坚项目。"""

    name = StringField("项目名称", [InputRequired("请填项目名称。"), _SHORT])
    leader = StringField("领衔领导", [InputRequired("请填领衔领导。"), _SHORT])
    unit = SelectField("牵头单位", [InputRequired("请选牵头单位。")], choices=[])
    due_on = DateField("完成期限", [InputRequired("请填完成期限。")])
    progress = TextAreaField("进展", [_LONG])
    stages = FieldList(FormField(StageRow), label="时间节点", max_entries=_MOST_ROWS)

    def offer(self, units: list[tuple[str, str]]) -> None:
        """Hand in the units."""
        self.unit.choices = [("", "请选择"), *units]

    def show_rows(self) -> None:
        """Show some empty rows for steps."""
        given = len(self.stages.entries)
        for _ in range(min(max(_LEAST_ROWS, given + 1), _MOST_ROWS) - given):
            self.stages.append_entry()

    def draft(self) -> ProjectDraft:
        """Return the project as facts."""
        day: Any = self.due_on.data
        return ProjectDraft(
            name=self.name.data or "",
            leader=self.leader.data or "",
            unit_id=int(self.unit.data),
            due_on=day,
            progress=self.progress.data or "",
            stages=tuple(
                StageDraft(row["text"], row["due_on"], row["done_on"]) for row in self.stages.data if row["text"]
            ),
        )


class FinishForm(_Versioned):
    """项目结束。"""

    state = RadioField(
        "结果",
        [InputRequired("请选已完成或已终止。")],
        choices=[(state.value, state.label) for state in ProjectState if state is not ProjectState.RUNNING],
    )
    progress = TextAreaField("结果说明", [InputRequired("请写结果。"), _LONG])

    def chosen(self) -> ProjectState:
        """Return how it ended."""
        return ProjectState.find(self.state.data) or ProjectState.RUNNING
