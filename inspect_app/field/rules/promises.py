"""Promise against reality: which announced promise a trial broke, and the words of the problem."""

from collections.abc import Iterable

from inspect_app.field.vocabulary import InterviewWords, Offer, Promise, TrialFacts
from inspect_app.findings.vocabulary import Category, SourceKind
from inspect_app.foundation.text import normalise
from inspect_app.visits.vocabulary import IntervieweeKind, PaperOrigin

_ID_CARD = ("身份证", "居民身份证", "身份证件", "身份证明文件")
_LOW = 2


def paper_origin(name: str, listed: Iterable[str], cancelled: Iterable[str]) -> PaperOrigin:
    """Say whether a paper stands on the published list, beyond it, or is a proof that was cancelled.

    A cancelled proof is known by its name in the register, wherever in the words asked for it stands.
    """
    asked = normalise(name)
    if any(normalise(proof) in asked for proof in cancelled if normalise(proof)):
        return PaperOrigin.CANCELLED
    return PaperOrigin.LISTED if asked in {normalise(paper) for paper in listed} else PaperOrigin.BEYOND


def trial_offers(promise: Promise | None, trial: TrialFacts) -> list[Offer]:
    """Return a problem for each promise that was broken, filled in, in the order of the page."""
    if promise is None:
        return [*_cancelled("", trial)]
    found = [*_trips(promise, trial), *_minutes(promise, trial), *_cancelled(promise.item_name, trial)]
    return [*found, *(_more_than_id(promise, trial) if promise.id_only else _beyond(promise, trial))]


def interview_offer(talk: InterviewWords) -> Offer | None:
    """Return a problem when somebody was not satisfied and said why."""
    if talk.satisfaction is None or talk.satisfaction > _LOW or not talk.words:
        return None
    kind = IntervieweeKind.find(talk.kind)
    who = kind.label if kind else "受访人"
    trips = f"跑了 {talk.trips} 趟，" if talk.trips else ""
    fact = f"{who}反映：“{talk.words}”{trips}满意度 {talk.satisfaction} 分（满分 5 分）。"
    return Offer(
        "interview",
        SourceKind.INTERVIEW,
        f"{who}反映办事不满意",
        fact,
        Category.OTHER,
        trips_found=talk.trips,
    )


def _trips(promise: Promise, trial: TrialFacts) -> list[Offer]:
    """A promise of trips holds for whoever brings all papers."""
    if promise.trips is None or trial.trips is None or trial.papers_complete is False:
        return []
    if trial.trips <= promise.trips:
        return []
    promised = "跑零次" if promise.trips == 0 else f"最多跑 {promise.trips} 趟"
    fact = f"办理“{promise.item_name}”，公布的是{promised}，材料齐全实际跑了 {trial.trips} 趟。"
    title = f"“{promise.item_name}”承诺{promised}，实际跑了 {trial.trips} 趟"
    return [Offer("trips", SourceKind.TRIAL, title, fact, Category.PROMISE, "跑的次数多于公布的", "", trial.trips)]


def _minutes(promise: Promise, trial: TrialFacts) -> list[Offer]:
    """立等可取 is no promise of minutes (catalogue.rules.minutes_promised)."""
    taken, promised = trial.handled_minutes, promise.minutes
    if not promised or taken is None or taken <= promised:
        return []
    title = f"“{promise.item_name}”承诺 {promised} 分钟办结，实际 {taken} 分钟"
    fact = f"办理“{promise.item_name}”，公布的办理时间是 {promised} 分钟，窗口实际用了 {taken} 分钟。"
    return [Offer("minutes", SourceKind.TRIAL, title, fact, Category.TIME_LIMIT, "办理时间长于公布的")]


def _cancelled(item_name: str, trial: TrialFacts) -> list[Offer]:
    matter = f"办理“{item_name}”时，" if item_name else ""
    return [
        Offer(
            f"cancelled:{name}",
            SourceKind.TRIAL,
            f"已取消的“{name}”仍被索要",
            f"{matter}窗口仍要“{name}”，这项证明已公布取消。",
            Category.PAPERS,
            "取消的证明仍被索要",
        )
        for name in _of(trial, PaperOrigin.CANCELLED)
    ]


def _beyond(promise: Promise, trial: TrialFacts) -> list[Offer]:
    return [
        Offer(
            f"beyond:{name}",
            SourceKind.TRIAL,
            f"“{promise.item_name}”清单外要“{name}”",
            f"办理“{promise.item_name}”时，窗口要了公布清单以外的“{name}”。{_published(promise)}",
            Category.PAPERS,
            "材料多于公布的清单",
        )
        for name in _of(trial, PaperOrigin.BEYOND)
    ]


def _more_than_id(promise: Promise, trial: TrialFacts) -> list[Offer]:
    asked = [*_of(trial, PaperOrigin.LISTED), *_of(trial, PaperOrigin.BEYOND)]
    more = [name for name in asked if not name.startswith(_ID_CARD)]
    if not more:
        return []
    papers = "、".join(more)
    title = f"“{promise.item_name}”承诺仅凭身份证办理，另要{papers}"
    fact = f"“{promise.item_name}”公布仅凭身份证办理，窗口还要了{papers}。"
    return [Offer("id_only", SourceKind.TRIAL, title, fact, Category.PROMISE, "仅凭身份证的承诺没有做到")]


def _of(trial: TrialFacts, origin: PaperOrigin) -> list[str]:
    return [name for name, kind in trial.papers if kind == origin.value]


def _published(promise: Promise) -> str:
    return f"公布清单：{'、'.join(promise.papers)}。" if promise.papers else ""
