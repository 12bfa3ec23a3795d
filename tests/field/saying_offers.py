"""What Python says to a case of tests/vectors/offers.json, in the shape of a draft's problem."""

from typing import Any

from inspect_app.checklists.vocabulary import Item, ItemKind, Option, Point
from inspect_app.field.rules import answer_offer, interview_offer, paper_origin, trial_offers
from inspect_app.field.vocabulary import InterviewWords, Offer, Promise, TrialFacts
from inspect_app.foundation.text import clean

Words = dict[str, str]


def say(kind: str, case: dict[str, Any]) -> list[Words]:
    """Return the problems offered for a case of answers, trials or talks."""
    return [_words(offer) for offer in _OFFERS[kind](case)]


def _words(offer: Offer) -> Words:
    return {"ref": offer.ref, "title": offer.title, "fact": offer.fact, "suggestion": offer.suggestion}


def _item(raw: dict[str, Any]) -> Item:
    return Item(
        raw["key"],
        ItemKind(raw["kind"]),  # type: ignore[call-arg]
        raw["text"],
        suggestion=raw["suggestion"],
        unit=raw["unit"],
        options=tuple(Option(**option) for option in raw["options"]),
        pass_minimum=raw["pass_min"],
        pass_maximum=raw["pass_max"],
        points_to_tell=tuple(Point(**point) for point in raw["points_to_tell"]),
    )


def _of_answer(case: dict[str, Any]) -> list[Offer]:
    offer = answer_offer(_item(case["item"]), case["answer"])
    return [offer] if offer else []


def _of_trial(case: dict[str, Any]) -> list[Offer]:
    matter, trial = case["matter"], case["trial"]
    promise = None
    if matter is not None:
        papers = tuple(matter["papers"])
        promise = Promise(matter["name"], matter["trips"], matter["id_only"], matter["minutes"], papers)
    names = dict.fromkeys(clean(name) for name in (*trial["listed"], *trial["beyond"]))
    listed = promise.papers if promise else ()
    asked = tuple((name, paper_origin(name, listed, case["cancelled"]).value) for name in names if name)
    return trial_offers(promise, TrialFacts(trial["papers_complete"], trial["trips"], trial["handled_minutes"], asked))


def _of_talk(case: dict[str, Any]) -> list[Offer]:
    offer = interview_offer(InterviewWords(**case["talk"]))
    return [offer] if offer else []


_OFFERS = {"answers": _of_answer, "trials": _of_trial, "talks": _of_talk}
