"""Who may be sent where: the own-unit rule of 交叉互查, 自查, and shoppers' distance (product.md)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from inspect_app.access import VISITORS, Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.visits.vocabulary import VisitMode

# Leaders go in secret too (seed 000), under the same seal and the same distance as everybody who does.
_GO_COVERTLY = frozenset({Role.SHOPPER, Role.VERIFIER, Role.CHIEF})
# Each unit with its chain upwards, itself first.
Lineage = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whoever is to go: the role taken, the home unit, and the units they are part of by another role."""

    role: Role
    unit_id: int | None
    roles: frozenset[Role]
    tied_unit_ids: frozenset[int] = field(default=frozenset())


def is_related(left: int, right: int, lineage: Lineage) -> bool:
    """Say whether two units are the same, or one stands above the other."""
    return left in lineage.get(right, (right,)) or right in lineage.get(left, (left,))


def is_own_unit(unit_id: int | None, targets: Collection[int], lineage: Lineage) -> bool:
    """Say whether any target is a person's own unit, one above it or one below it."""
    return unit_id is not None and any(is_related(unit_id, target, lineage) for target in targets)


def is_self_check(candidate: Candidate, targets: Collection[int], lineage: Lineage) -> bool:
    """Say whether a chief looks at the own windows (自查)."""
    return candidate.role is Role.CHIEF and is_own_unit(candidate.unit_id, targets, lineage)


def assignment_refusal(
    candidate: Candidate, mode: VisitMode, method: VisitMethod, targets: Collection[int], lineage: Lineage
) -> str | None:
    """Return why somebody can't be sent to windows of these units, or nothing."""
    if candidate.role not in VISITORS or candidate.role not in candidate.roles:
        return "这个人没有相应的走访角色，请另选一人。"
    covert = mode is VisitMode.COVERT
    if candidate.role not in (_GO_COVERTLY if covert else VISITORS - {Role.SHOPPER}):
        return "暗访只安排给暗访员、核验人员或一把手，暗访员也只安排暗访。"
    if covert and _is_tied(candidate, targets, lineage):
        return "去暗访的人不能与被访单位有任何关系，请另选。"
    if method is VisitMethod.CROSS and is_own_unit(candidate.unit_id, targets, lineage):
        return "交叉互查不能去本单位，也不能去上级或下属单位，请另选人或另选窗口。"
    return None


def _is_tied(candidate: Candidate, targets: Collection[int], lineage: Lineage) -> bool:
    if is_own_unit(candidate.unit_id, targets, lineage):
        return True
    return any(is_own_unit(unit_id, targets, lineage) for unit_id in candidate.tied_unit_ids)
