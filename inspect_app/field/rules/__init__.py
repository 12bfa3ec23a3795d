"""The decisions of the author's pages: what an item shows, what is missing, which promise was broken."""

from inspect_app.field.rules.checking import check_problems, repeats_a_round
from inspect_app.field.rules.items import Around, item_views, next_unanswered, part_views
from inspect_app.field.rules.promises import interview_offer, paper_origin, trial_offers
from inspect_app.field.rules.proposing import answer_category, answer_offer
from inspect_app.field.rules.saving import digest

__all__ = [
    "Around",
    "answer_category",
    "answer_offer",
    "check_problems",
    "digest",
    "interview_offer",
    "item_views",
    "next_unanswered",
    "paper_origin",
    "part_views",
    "repeats_a_round",
    "trial_offers",
]
