"""Taking a file of people in: all or nothing; known user names are changed, not doubled."""

from collections.abc import Sequence

from inspect_app.access import Actor, Role
from inspect_app.accounts import queries, rules
from inspect_app.accounts.actions.people import add_person, change_person, problem_of
from inspect_app.accounts.models import Person
from inspect_app.accounts.vocabulary import ImportReport, PersonFacts, PersonLine, RoleFacts, SheetProblem
from inspect_app.foundation.errors import Invalid

_CELLS = {"username": "A", "name": "B", "roles": "E", "shopper_code": "I"}


def import_people(actor: Actor, lines: Sequence[PersonLine], *, dry_run: bool) -> ImportReport:
    """Add and change people from a file; with `dry_run`, or with any problem, only say what would happen.

    Lines of one user name belong together: each gives one role. Roles the file doesn't name are kept.
    """
    problems: list[SheetProblem] = []
    people = _gathered(lines, problems)
    added, changed, unchanged = [], [], 0
    for facts, row in people:
        known = queries.find_by_username(facts.username)
        merged = _merged(facts, known)
        problem = problem_of(merged) or _code_taken(merged, known)
        if problem:
            problems.append(SheetProblem(f"{_CELLS.get(problem[0], 'A')}{row}", problem[1]))
        elif known is None:
            added.append(merged)
        elif _differs(merged, known):
            changed.append((known, merged))
        else:
            unchanged += 1
    if not problems and not dry_run:
        for facts in added:
            add_person(actor, facts)
        for person, facts in changed:
            change_person(actor, person.id, person.version, facts)
    names = tuple(facts.username for facts in added), tuple(facts.username for _, facts in changed)
    return ImportReport(*names, unchanged, tuple(problems))


def demand_no_problems(report: ImportReport) -> None:
    """Raise Invalid with every problem of a file."""
    if report.problems:
        raise Invalid("；".join(map(str, report.problems)))


def _gathered(lines: Sequence[PersonLine], problems: list[SheetProblem]) -> list[tuple[PersonFacts, int]]:
    grouped: dict[str, list[PersonLine]] = {}
    for line in lines:
        grouped.setdefault(rules.fold_username(line.username), []).append(line)
    gathered = []
    for username, own in grouped.items():
        first = own[0]
        unit_id = _unit_id(first.unit, f"C{first.row}", problems)
        roles = tuple(held for line in own if (held := _role(line, unit_id, problems)) is not None)
        facts = PersonFacts(
            username,
            first.name,
            unit_id,
            first.title,
            first.tags,
            first.shopper_code,
            tuple(dict.fromkeys(roles)),
        )
        gathered.append((facts, first.row))
    return gathered


def _unit_id(text: str, place: str, problems: list[SheetProblem]) -> int | None:
    unit = queries.find_unit_named(text) if text else None
    if unit is None:
        problems.append(SheetProblem(place, f"没有单位“{text}”。先建单位，再导入人员。" if text else "单位没有填。"))
        return None
    return unit.id


def _role(line: PersonLine, unit_id: int | None, problems: list[SheetProblem]) -> RoleFacts | None:
    if not line.role:
        return None
    role = Role.named(line.role) or Role.find(line.role)
    if role is None:
        problems.append(SheetProblem(f"E{line.row}", f"没有角色“{line.role}”。"))
        return None
    held_with = _unit_id(line.role_unit, f"F{line.row}", problems) if line.role_unit else unit_id
    return RoleFacts(role, held_with, line.deputy) if held_with is not None else None


def _merged(facts: PersonFacts, known: Person | None) -> PersonFacts:
    if known is None:
        return facts
    given = {(held.role, held.unit_id) for held in facts.roles}
    kept = [
        RoleFacts(grant.role, grant.unit_id, grant.deputy)
        for grant in known.grants
        if (grant.role, grant.unit_id) not in given
    ]
    return PersonFacts(
        facts.username,
        facts.name,
        facts.unit_id,
        facts.title,
        facts.tags,
        facts.shopper_code,
        (*kept, *facts.roles),
    )


def _differs(facts: PersonFacts, known: Person) -> bool:
    held = {RoleFacts(grant.role, grant.unit_id, grant.deputy) for grant in known.grants}
    plain = (known.title, known.unit_id, known.shopper_code or "", tuple(queries.tags_of(known)), held)
    same_name = bool(facts.shopper_code) or facts.name == known.name
    return plain != (facts.title, facts.unit_id, facts.shopper_code, facts.tags, set(facts.roles)) or not same_name


def _code_taken(facts: PersonFacts, known: Person | None) -> tuple[str, str] | None:
    if not facts.shopper_code:
        return None
    other = queries.find_by_shopper_code(facts.shopper_code)
    taken = other is not None and (known is None or other.id != known.id)
    return ("shopper_code", f"代号“{facts.shopper_code}”已经有人在用。") if taken else None
