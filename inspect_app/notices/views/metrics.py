"""The metrics as a Word paper: the same definitions and numbers as the screen's and Excel's."""

from typing import Any

from exports.metrics_word import metrics_docx
from inspect_app.access import Permission
from inspect_app.config import current_settings
from inspect_app.metrics.views.rates import asked_rates, rates_name

# Registers the metric that only this room can count.
from inspect_app.notices.queries import issue_days  # noqa: F401
from inspect_app.notices.views import blueprint
from inspect_app.web.guards import requires
from inspect_app.web.responses import download

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/metrics/rates/word")
@requires(Permission.READ_ALL_FINDINGS)
def metrics_word() -> Any:
    """Send the rates of the days and the campaign in the address, with what each means."""
    rows, period, scope = asked_rates()
    body = metrics_docx(rows, period, scope, office=current_settings().office_name)
    return download(body, f"{rates_name(period)}.docx", _WORD)
