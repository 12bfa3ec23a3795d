"""Forms of signing in, the own account, units and people."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forms.base import ChineseForm, ChineseRow
from inspect_app.access import Role
from inspect_app.accounts.rules import fold_username
from inspect_app.accounts.vocabulary import (
    ParticipantTag,
    PersonFacts,
    RoleFacts,
    UnitFacts,
    UnitKind,
    UnitLevel,
)

Choices = list[tuple[str, str]]


def _id(value: object) -> int | None:
    """Read an id; the empty choice is nothing."""
    return int(str(value)) if value not in (None, "", "None") else None


_TEXT = Length(max=200)
_EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z"
_SECRET = Length(max=256)


class SignInForm(ChineseForm):
    """Sign in with user name and password."""

    username = StringField("用户名", [DataRequired("请填写用户名。"), _TEXT])
    password = PasswordField("密码", [DataRequired("请填写密码。"), _SECRET])


class NewPasswordForm(ChineseForm):
    """A new password, typed twice."""

    password = PasswordField("新密码", [DataRequired("请填写新密码。"), _SECRET])
    again = PasswordField(
        "再填一次新密码",
        [DataRequired("请再填一次新密码。"), EqualTo("password", "两次填写的新密码不一样。")],
    )


class FirstPasswordForm(NewPasswordForm):
    """Use a one-time code and set the own password."""

    username = StringField("用户名", [DataRequired("请填写用户名。"), _TEXT])
    code = StringField("一次性口令", [DataRequired("请填写一次性口令。"), _TEXT])


class ChangePasswordForm(NewPasswordForm):
    """Change the own password."""

    current = PasswordField("原密码", [DataRequired("请填写原密码。"), _SECRET])


class UnitForm(ChineseForm):
    """A unit of the tree."""

    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    name = StringField("名称", [DataRequired("请填写名称。"), _TEXT])
    short_name = StringField("简称", [DataRequired("请填写简称。"), _TEXT], description="通报和台账里用的正式简称")
    code = StringField("编码", [DataRequired("请填写编码。"), Length(max=40)], description="导入表格时认它")
    parent_id = SelectField("上级单位", [Optional()], coerce=_id, validate_choice=True)
    level = SelectField("层级", choices=UnitLevel.choices())
    kind = SelectField("类别", choices=UnitKind.choices())
    sort_no = IntegerField(
        "排序号", [InputRequired("请填写排序号。"), NumberRange(0, 1_000_000, "排序号在 0 到 1000000 之间。")]
    )
    active_from = DateField("启用日期", [Optional()])
    active_to = DateField("停用日期", [Optional()], description="机构撤并时填写最后一天")

    def offer(self, units: Choices) -> None:
        """Hand in the units of the tree."""
        self.parent_id.choices = [("", "（没有上级）"), *units]

    def facts(self) -> UnitFacts:
        """Return what was typed."""
        level, kind = UnitLevel.find(self.level.data), UnitKind.find(self.kind.data)
        assert level is not None and kind is not None  # noqa: S101  validated
        return UnitFacts(
            code=str(self.code.data),
            name=str(self.name.data),
            short_name=str(self.short_name.data),
            level=level,
            kind=kind,
            parent_id=self.parent_id.data,
            sort_no=self.sort_no.data or 0,
            active_from=self.active_from.data,
            active_to=self.active_to.data,
        )


class RoleRow(ChineseRow):
    """One role held with a unit; a row without a role is left out."""

    role = SelectField("角色", [Optional()], choices=[("", "（不选）"), *Role.choices()])
    unit_id = SelectField("所在单位", [Optional()], coerce=_id)
    deputy = BooleanField("分管副职")


class PersonForm(ChineseForm):
    """A person with roles."""

    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    username = StringField("用户名", [DataRequired("请填写用户名。"), _TEXT], description="小写字母和数字，登录时用")
    name = StringField("姓名", [_TEXT])
    shopper_code = StringField(
        "暗访代号",
        [Length(max=40)],
        description="只有暗访员填，例如“暗访员-07”；填了代号，姓名就封存，只有主任能看",
    )
    unit_id = SelectField("单位", coerce=_id)
    title = StringField("职务", [_TEXT])
    email = StringField(
        "邮箱",
        [Optional(), Length(max=200), Regexp(_EMAIL, message="邮箱没有填对，例如 li@example.cn。")],
        description="配置了邮件服务时，每日汇总发到这里；暗访员不填",
    )
    tags = SelectMultipleField(
        "身份标签",
        choices=ParticipantTag.choices(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    roles = FieldList(FormField(RoleRow), max_entries=20)

    def offer(self, units: Choices) -> None:
        """Hand in the units, for the person and for each role."""
        self.unit_id.choices = [("", "（请选择）"), *units]
        for row in self.roles:
            row.form.unit_id.choices = [("", "（请选择）"), *units]

    def validate_unit_id(self, field: Any) -> None:
        """Demand a unit."""
        if field.data is None:
            raise ValidationError("请选择单位。")

    def validate_roles(self, field: Any) -> None:
        """Demand a unit beside each role."""
        if any(row.form.role.data and row.form.unit_id.data is None for row in field):
            raise ValidationError("每个角色都要选单位。")

    def facts(self) -> PersonFacts:
        """Return what was typed."""
        return PersonFacts(
            username=fold_username(str(self.username.data)),
            name=str(self.name.data or ""),
            unit_id=self.unit_id.data,
            title=str(self.title.data or ""),
            tags=tuple(tag for tag in ParticipantTag if tag.value in (self.tags.data or [])),
            shopper_code=str(self.shopper_code.data or ""),
            roles=tuple(_role_facts(row.form) for row in self.roles if row.form.role.data),
            email=str(self.email.data or ""),
        )


def _role_facts(row: RoleRow) -> RoleFacts:
    return RoleFacts(Role(row.role.data), row.unit_id.data, bool(row.deputy.data))  # type: ignore[call-arg]


class RealNameForm(ChineseForm):
    """A shopper's real name, which is sealed."""

    name = StringField("真实姓名", [DataRequired("请填写真实姓名。"), _TEXT])


class StandInForm(ChineseForm):
    """Name a stand-in from day to day."""

    grant_id = SelectField("A 岗（由谁负责）", [DataRequired("请选一个岗位。")], coerce=_id)
    stand_in_id = SelectField("B 岗（由谁代理）", [DataRequired("请选一位同事。")], coerce=_id)
    starts_on = DateField("从哪天", [DataRequired("请填写开始日期。")])
    ends_on = DateField("到哪天", [DataRequired("请填写结束日期。")])

    def offer(self, posts: Choices, people: Choices) -> None:
        """Hand in the posts and the colleagues."""
        self.grant_id.choices = [("", "（请选择）"), *posts]
        self.stand_in_id.choices = [("", "（请选择）"), *people]


class PeopleFileForm(ChineseForm):
    """A file of people, first as a trial."""

    file = FileField("人员表（xlsx）", [FileRequired("请选择文件。")])
    mode = StringField()

    @property
    def trial(self) -> bool:
        """Say whether the file is only tried; whatever isn't clearly an order is a trial."""
        return self.mode.data != "import"


class PlainForm(ChineseForm):
    """A button with a token and nothing to fill in."""
