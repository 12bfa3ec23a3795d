"""The library of good practice: one page, one box to search in."""

from typing import Any

from flask import request

from inspect_app.foundation.text import normalise
from inspect_app.notices.queries.library import search_cases
from inspect_app.notices.views import blueprint
from inspect_app.notices.views.bulletin_files import BULLETIN_READERS
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import rendered

_LONGEST = 80


@blueprint.get("/cases")
@requires(*BULLETIN_READERS)
def cases() -> Any:
    """Search what was told as an example: articles of bulletins one may read, and typical practices."""
    text = normalise(request.args.get("q", ""))[:_LONGEST].strip()
    return rendered("notices/cases.html", page=search_cases(current_actor(), text, page_number()), q=text)
