"""Who may see which person went on a covert visit, and until when (product.md: two people's approval)."""

from datetime import datetime, timedelta

from inspect_app.visits.vocabulary import UnsealState

OPEN_FOR = timedelta(minutes=30)
WAITS_FOR = timedelta(hours=72)
# An account just opened or reset might be in somebody else's hands; a role just given might be given for this.
SETTLED_AFTER = timedelta(hours=24)


def unseal_state(
    requested_at: datetime, decided_at: datetime | None, approved: bool | None, now: datetime
) -> UnsealState:
    """Return how far a request is at this moment."""
    if decided_at is None:
        return UnsealState.WAITING if now - requested_at < WAITS_FOR else UnsealState.LAPSED
    if not approved:
        return UnsealState.REFUSED
    return UnsealState.OPEN if now - decided_at < OPEN_FOR else UnsealState.ENDED


def minutes_left(decided_at: datetime, now: datetime) -> int:
    """Return for how many minutes an approval still opens, rounded up; 0 when it's over."""
    left = (OPEN_FOR - (now - decided_at)).total_seconds()
    return max(0, -int(-left // 60))


def decision_refusal(
    requester_id: int, decider_id: int | None, stands_in_for: int | None, *, settled: bool, held: bool = True
) -> str | None:
    """Return why somebody may not decide on a request, or nothing."""
    if decider_id is None or requester_id in (decider_id, stands_in_for):
        return "申请人不能批准自己的申请，代岗人也不能替申请人批准。"
    if not settled:
        return "您的账号 24 小时内开通过或重设过口令，满 24 小时后才能批准。"
    if not held:
        return "您的安全管理员角色授予不满 24 小时，满 24 小时后才能批准。"
    return None


def is_held(since: datetime | None, now: datetime) -> bool:
    """Say whether a role was given long enough ago; one without a moment was there before."""
    return since is None or now - since >= SETTLED_AFTER
