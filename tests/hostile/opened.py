"""Every page of every thing in every condition, each with somebody who may open it."""

from collections.abc import Collection, Iterator

from tests.hostile.requests import address, rules
from tests.hostile.seeing import EVERYBODY, OPEN, declared
from tests.hostile.test_matrix import declared as let_in
from tests.hostile.things import KINDS, kind_of, names_a_thing
from tests.hostile.world import World


def pages(world: World, people: Collection[str] = EVERYBODY) -> Iterator[tuple[str, str, str]]:
    """Yield (endpoint, who, path) of every page somebody of these people may open: another one of them each time."""
    _, table = declared()
    may, turn = let_in(), 0
    for rule in rules(world.app):
        name = f"GET {rule.endpoint}"
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue
        if not names_a_thing(rule):
            found = [(sorted(may[name] & set(people)), address(world, rule))]
        else:
            kind, cells = KINDS[kind_of(rule) or ""], table[name]
            found = [
                ([one for one in people if cells.answer(word, one) == OPEN], kind.address(world, rule, word))
                for word in kind.conditions
            ]
        for who, path in found:
            if who:
                yield rule.endpoint, who[turn % len(who)], path
                turn += 1
