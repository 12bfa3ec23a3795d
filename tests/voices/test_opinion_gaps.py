"""Citizens' word beside inspectors' eyes, from rows of both databases."""

from datetime import timedelta

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.visits.models import Trial
from inspect_app.visits.vocabulary import TrialOutcome, VisitStatus
from inspect_app.voices.models import OpinionForm
from inspect_app.voices.queries.opinion_gaps import list_gaps
from inspect_app.voices.vocabulary.opinions import OpinionDraft, Satisfied, TripsSaid
from tests.factories import keep, make_person, make_visit
from tests.projects.making import counting
from tests.voices.opinions import Hall, speak


def _visit(hall: Hall, earned: float, trips: int, status: VisitStatus = VisitStatus.ACCEPTED) -> None:
    window = db.session.get_one(OpinionForm, hall.form_id).window
    score = {"parts": {}, "total": {"earned": earned, "possible": 10.0, "capped": False}}
    facts = {"status": status, "score": score, "submitted_at": clock.now(), "receipt": f"R{earned}{trips}{status}"}
    visit = make_visit(make_person(Role.INSPECTOR), window, **facts)
    keep(Trial(visit_id=visit.id, window_id=hall.window_id, outcome=TrialOutcome.DONE, trips=trips))


def test_a_unit_that_inspectors_like_better_than_citizens_shows_a_gap(hall: Hall) -> None:
    for trips, satisfied in ((TripsSaid.TWO, Satisfied.BAD), (TripsSaid.ONE, Satisfied.FAIR), (TripsSaid.MORE, None)):
        speak(hall, OpinionDraft(trips, None, satisfied))
    speak(hall, OpinionDraft(TripsSaid.NOT_YET, None, Satisfied.BAD))
    _visit(hall, 9.0, 1)
    _visit(hall, 1.0, 3, VisitStatus.RECEIVED)
    lines, total = list_gaps(False, None, None, 0, 50)
    assert total == 1
    assert lines[0].cells == (
        "市公安局", "1/3（33%）", "1", "90.0（1 次）", "+56.7", "2.0（3 次）", "1/3（33%）", "1.0（1 次）", "+1.0",
    )  # fmt: skip
    assert lines[0].href == f"/voices/opinions?unit={hall.unit_id}"
    by_site = list_gaps(True, None, None, 0, 50)[0]
    assert by_site[0].cells[1:] == lines[0].cells[1:]


def test_two_answers_are_shown_and_not_ranked_and_a_silent_side_has_no_gap(hall: Hall) -> None:
    for _ in range(2):
        speak(hall, OpinionDraft(satisfied=Satisfied.GOOD))
    cells = list_gaps(False, None, None, 0, 50)[0][0].cells
    assert cells[1:] == ("2/2（100%）", "—", "—", "—", "—", "—", "—", "—")


def test_the_comparison_keeps_to_its_days_and_asks_as_much_for_one_as_for_many(hall: Hall) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    asked = []
    for _ in range(2):
        speak(hall, OpinionDraft(satisfied=Satisfied.GOOD))
        _visit(hall, 9.0, 1 + len(asked))
        assert list_gaps(False, tomorrow, None, 0, 50) == ([], 0)
        with counting() as statements:
            list_gaps(False, None, clock.today(), 0, 50)
        asked.append(len(statements))
    assert asked[0] == asked[1]
