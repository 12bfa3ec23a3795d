"""The form that takes a file a tablet exported."""

from flask_wtf.file import FileField, FileRequired

from forms.base import ChineseForm


class RescueForm(ChineseForm):
    """A file from 同步 → 导出 on a tablet."""

    file = FileField("平板导出的文件", validators=[FileRequired("请选平板导出的文件（.inspectq）。")])
