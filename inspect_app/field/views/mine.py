"""我的走访, and the neutral page behind 隐藏."""

from typing import Any

from inspect_app.field import queries
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import rendered


@blueprint.get("/field")
@requires(*AUTHORS)
def mine() -> Any:
    """List an author's visits, today's first."""
    today = clock.today()
    return rendered("field/mine.html", mine=queries.my_visits(current_actor(), today), today=today)


@blueprint.get("/field/notes")
@requires(*AUTHORS)
def notes() -> Any:
    """Show a page that says nothing about visits."""
    return rendered("field/notes.html")
