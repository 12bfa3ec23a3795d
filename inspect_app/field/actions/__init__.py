"""Deeds of an author: answer, photograph, try, ask, list problems, hand in."""

from inspect_app.field.actions.answering import save_answers
from inspect_app.field.actions.interviews import add_interview, remove_interview, save_interview
from inspect_app.field.actions.photos import add_photos, remove_photo
from inspect_app.field.actions.proposing import propose_answer, propose_interview, propose_trial
from inspect_app.field.actions.submitting import submit_visit
from inspect_app.field.actions.trials import add_trial, remove_trial, save_trial

__all__ = [
    "add_interview",
    "add_photos",
    "add_trial",
    "propose_answer",
    "propose_interview",
    "propose_trial",
    "remove_interview",
    "remove_photo",
    "remove_trial",
    "save_answers",
    "save_interview",
    "save_trial",
    "submit_visit",
]
