"""The pack: everything a tablet needs to work for days without a network."""

import hashlib

import msgspec
from flask import Response, request

from inspect_app.field import queries
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import current_tablet, on_tablet
from inspect_app.foundation import clock


@blueprint.get("/api/field/pack")
@on_tablet
def api_pack() -> Response:
    """Give the author's visits with all they need; 304 when the tablet has the same already."""
    tablet, now = current_tablet(), clock.now()
    facts = queries.pack_of(tablet.actor, tablet.owner, clock.day_of(now), open_only=tablet.open_only)
    tag = hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:32]
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = Response(msgspec.json.encode({**facts, "server_time": now}), mimetype="application/json")
    response.set_etag(tag)
    # What a browser may not write down in clear: the tablet keeps it itself, sealed where it must be.
    response.headers["Cache-Control"] = "no-store"
    return response
