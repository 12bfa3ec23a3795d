"""Deeds of an author: answer, photograph, try, ask, list problems, hand in."""

from inspect_app.field.actions.answering import save_answers
from inspect_app.field.actions.completing import Moved
from inspect_app.field.actions.drafting import remove_draft, save_draft, tidy_drafts
from inspect_app.field.actions.interviews import add_interview, remove_interview, save_interview
from inspect_app.field.actions.photos import add_photos, remove_photo
from inspect_app.field.actions.proposing import propose_answer, propose_interview, propose_trial
from inspect_app.field.actions.receiving import Came, finish, keep_other, receive
from inspect_app.field.actions.submitting import submit_visit
from inspect_app.field.actions.trials import add_trial, remove_trial, save_trial
from inspect_app.field.actions.uploading import forget_photos, keep_photo, note_photo, tidy_uploads

__all__ = [
    "Came",
    "Moved",
    "add_interview",
    "add_photos",
    "add_trial",
    "finish",
    "forget_photos",
    "keep_other",
    "keep_photo",
    "note_photo",
    "propose_answer",
    "propose_interview",
    "propose_trial",
    "receive",
    "remove_draft",
    "remove_interview",
    "remove_photo",
    "remove_trial",
    "save_answers",
    "save_draft",
    "save_interview",
    "save_trial",
    "submit_visit",
    "tidy_drafts",
    "tidy_uploads",
]
