"""What citizens said while a tablet was handed over without network (交给群众填写)."""

from flask import Response

from inspect_app.database import transaction
from inspect_app.field.actions.opinions import take_opinion
from inspect_app.field.rules.reading import read_as
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import answer, on_tablet, read_bytes
from inspect_app.field.vocabulary.protocol import OpinionHeard, OpinionPosted

_OPINION_BYTES = 64 * 1024


@blueprint.post("/api/field/opinions")
@on_tablet
def api_opinion() -> Response:
    """Take one opinion; the same one sent twice is taken once."""
    posted = read_as(OpinionPosted, read_bytes(_OPINION_BYTES))
    with transaction():
        heard = take_opinion(posted)
    return answer(OpinionHeard("heard", heard.again), 200 if heard.again else 201)
