"""Changes that tables suffer: an entry left out, a neighbour's word in its place, a refusal that says nothing."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator
from parso.python.tree import Keyword
from parso.python.tree import Operator as Leaf

Place = tuple[tuple[int, int], tuple[int, int]]
_SEVERAL = {"testlist_comp", "dictorsetmaker"}
_MEMBER = re.compile(r"\b(_?[A-Z]\w*)\.([A-Z][A-Z_]+)\b")


def _span(node: Any) -> Place:
    return node.start_pos, node.end_pos


def _computed(node: Any) -> bool:
    return any(child.type in ("comp_for", "sync_comp_for") for child in node.children)


class LeaveOut(Operator):
    """Leave one entry out of a set, a tuple, a list or a table, or one fact out of those that a step needs."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        """Give the place of each entry."""
        return (_span(node.children[first]) for first, _ in self._entries(node))

    def mutate(self, node: Any, index: int) -> Any:
        """Take an entry away, and the comma behind it."""
        first, after = list(self._entries(node))[index]
        if node.type == "atom":
            node.children[1] = Leaf("*()", node.children[1].start_pos)  # {} would be no set
            return node
        node.children = [*node.children[:first], *node.children[after:]]
        if len(node.children) == 1 and node.parent.children[0] == "(":
            node.children.append(Leaf(",", node.children[0].end_pos))  # one entry in round brackets is no tuple
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Give none."""
        return ()

    def _entries(self, node: Any) -> Iterator[tuple[int, int]]:
        if node.type == "atom" and len(node.children) == 3 and node.children[0].value in "{[":
            if node.children[1].type not in _SEVERAL:
                yield 1, 2
        elif (node.type in _SEVERAL or node.type == "arglist") and not _computed(node):
            yield from self._between_commas(node)

    def _between_commas(self, node: Any) -> Iterator[tuple[int, int]]:
        commas = [at for at, child in enumerate(node.children) if child == ","]
        first = 0
        for comma in [*commas, len(node.children)]:
            if first < len(node.children) and (node.type != "arglist" or node.children[first].type == "string"):
                yield first, comma + 1
            first = comma + 1


class Exchange(Operator):
    """Put a neighbour's word in the place of a role, a power, a status or a step."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        """Give the place of a member that has a neighbour in the file."""
        if self._neighbour(node):
            yield _span(node)

    def mutate(self, node: Any, index: int) -> Any:
        """Write the neighbour."""
        node.children[1].children[1].value = self._neighbour(node)
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Give none."""
        return ()

    def _neighbour(self, node: Any) -> str | None:
        if node.type not in ("atom_expr", "power") or not _MEMBER.fullmatch("".join(node.get_code().split())):
            return None
        name, member = node.children[0].value, node.children[1].children[1].value
        members = _members(node.get_root_node(), name)
        return members[(members.index(member) + 1) % len(members)] if len(members) > 1 else None


@cache
def _members(file: Any, name: str) -> list[str]:
    return sorted({member for owner, member in _MEMBER.findall(file.get_code()) if owner == name})


class SayNothing(Operator):
    """Return nothing where something is returned: a refusal that refuses nobody, a power that nobody has."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        """Give the place of what is returned."""
        if node.type == "return_stmt" and node.children[1].get_code().strip() != "None":
            yield _span(node.children[1])

    def mutate(self, node: Any, index: int) -> Any:
        """Return None."""
        node.children[1] = Keyword("None", node.children[1].start_pos, prefix=" ")
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Give none."""
        return ()


class TurnMembership(Operator):
    """Ask whether something is not in a set where it was asked whether it is, and the other way round."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        """Give the place of the word."""
        if node.type == "comparison" and self._words(node) in ("in", "not in"):
            yield _span(node.children[1])

    def mutate(self, node: Any, index: int) -> Any:
        """Turn it round."""
        node.children[1] = parso.parse(" not in" if self._words(node) == "in" else " in")
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Give none."""
        return ()

    def _words(self, node: Any) -> str:
        return " ".join(node.children[1].get_code().split())


OPERATORS: dict[str, type[Operator]] = {
    kind.__name__: kind for kind in (LeaveOut, Exchange, SayNothing, TurnMembership)
}
