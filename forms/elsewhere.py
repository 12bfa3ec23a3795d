"""The form of 举一反三: who goes to which sibling windows."""

from dataclasses import replace

from wtforms import SelectMultipleField

from forms.supervision import VisitAgainForm
from inspect_app.foundation.errors import Invalid
from inspect_app.visits.vocabulary import VisitPlan

_LONGEST_ID = 9


class ElsewhereForm(VisitAgainForm):
    """举一反三：勾选窗口，一个窗口安排一次走访；是不是清单里的窗口由办理时核对。"""

    windows = SelectMultipleField("窗口", validate_choice=False, choices=[])

    def plans(self, version_id: int | None) -> VisitPlan:
        """Return one plan that names every ticked window; only after validation."""
        ticked = tuple(dict.fromkeys(self.windows.data or ()))
        if not ticked:
            raise Invalid("请勾选要去看的窗口。", "windows")
        if not all(text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID for text in ticked):
            raise Invalid("勾选的窗口不在清单里，请刷新后再选。", "windows")
        window_ids = tuple(int(text) for text in ticked)
        return replace(self.plan(window_ids[0], version_id), window_ids=window_ids)
