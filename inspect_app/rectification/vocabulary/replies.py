"""Words about the sentences offered to who answers (答复模板)."""

from inspect_app.foundation.labels import Labelled


class ReplyKind(Labelled):
    """What is being answered, in the order in which it comes."""

    PLAN = "plan", "解答说明"
    PROGRESS = "progress", "进展"
    FEEDBACK = "feedback", "整改情况"
    EXTENSION = "extension", "延期理由"
