"""Which opinion forms go along on a tablet: those that ask about the windows and campaigns of its visits."""

from collections.abc import Sequence
from typing import Any

from inspect_app.visits.models import Visit
from inspect_app.voices.queries.opinions import forms_about, place_of
from inspect_app.voices.vocabulary.opinions import LONGEST_WORDS, PapersSaid, Satisfied, TripsSaid

# What the four questions are answered with, for the page a tablet draws by itself.
OPINION_WORDS: dict[str, Any] = {
    "trips": TripsSaid.choices(),
    "papers": PapersSaid.choices(),
    "satisfied": Satisfied.choices(),
    "longest": LONGEST_WORDS,
}


def opinion_forms(visits: Sequence[Visit], item_ids: Sequence[int]) -> list[dict[str, str]]:
    """Return code and place of the forms that take opinions today about what these visits look at."""
    windows = {stop.window_id for visit in visits for stop in visit.stops}
    campaigns = {visit.campaign_id for visit in visits}
    return [{"code": form.code, "place": place_of(form)} for form in forms_about(windows, item_ids, campaigns)]
