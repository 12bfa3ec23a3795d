"""我提的问题: what became of what an author found."""

from typing import Any

from inspect_app.access import Permission
from inspect_app.field.queries.own_findings import own_findings
from inspect_app.field.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import rendered


@blueprint.get("/field/found")
@requires(Permission.CAPTURE)
def found() -> Any:
    """List an author's own findings."""
    number = page_number()
    rows, total = own_findings(current_actor(), (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered("field/found.html", page=Page(rows, number, total))
