"""What only the director decides: a problem listed openly (挂牌督办), taken off, a department summoned (约谈)."""

from inspect_app.access import Actor, Permission, Role
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.text import clean
from inspect_app.messages.actions import tell
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.actions.taking import must_allow, take

_TOLD = (Role.DEPT_LIAISON, Role.DEPT_HEAD)


def list_openly(actor: Actor, number: str, reason: str, version: int | None = None) -> None:
    """List a problem openly, with the reason; it stays so until the director takes it off or it ends."""
    finding, words = take(actor, number, version, reason=reason), clean(reason)
    must_allow(actor, finding, Step.LIST_OPENLY)
    move(actor, finding, Step.LIST_OPENLY, permission=Permission.RULE, text=words, reason=words)
    finding.listed_on = clock.today()
    _tell(finding, "已挂牌督办，请单位负责人牵头整改。", Step.LIST_OPENLY)


def unlist(actor: Actor, number: str, reason: str, version: int | None = None) -> None:
    """Take a problem off the open list, with the reason."""
    finding, words = take(actor, number, version, reason=reason), clean(reason)
    must_allow(actor, finding, Step.UNLIST)
    move(actor, finding, Step.UNLIST, permission=Permission.RULE, text=words, reason=words)
    finding.listed_on = None
    _tell(finding, "已摘牌。", Step.UNLIST)


def summon(actor: Actor, number: str, words: str, version: int | None = None) -> None:
    """Summon the head of the department to talk about a problem; when, where and why stand in the words."""
    finding, text = take(actor, number, version, text=words), clean(words)
    move(actor, finding, Step.SUMMON, permission=Permission.RULE, text=text)
    _tell(finding, "跑改办约谈单位负责人，时间和事由见办理过程。", Step.SUMMON)


def _tell(finding: Finding, words: str, step: Step) -> None:
    posts, parents = holders_of(_TOLD), parents_of()
    people = frozenset().union(*(nearest(posts[role], parents, finding.lead_unit_id) for role in _TOLD))
    key = f"{step.value}:{finding.number}:{clock.now().isoformat()}"
    text, link = f"{finding.number} {words}", f"/case/{finding.number}"
    tell(people, MessageKind.ESCALATED, text, link, key, ref=str(finding.number))
