"""The forms of the author's pages."""

from forms.field.answers import asks_for_findings, read_answers, read_listed, read_round
from forms.field.finding import FindingForm
from forms.field.interview import InterviewForm
from forms.field.rescue import RescueForm
from forms.field.trial import NewTrialForm, TrialForm

__all__ = [
    "FindingForm",
    "InterviewForm",
    "NewTrialForm",
    "RescueForm",
    "TrialForm",
    "asks_for_findings",
    "read_answers",
    "read_listed",
    "read_round",
]
