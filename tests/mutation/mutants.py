"""Every change of a file that is tried: the operators of cosmic-ray that mean something here, and our own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.work_item import MutationSpec

from tests.mutation.operators import OPERATORS, Place

# Left out are changes that Python itself refuses (sets have no `//`) and those that change nothing (`==` between
# members of an enum is `is`): the first would be found by any test, the second by none.
_CHOSEN = re.compile(
    r"tables/\w+|core/(AddNot|Replace(TrueWithFalse|FalseWithTrue|AndWithOr|OrWithAnd)|NumberReplacer"
    r"|ZeroIterationForLoop|ReplaceUnaryOperator_Delete_Not"
    r"|ReplaceBinaryOperator_(BitOr_BitAnd|Sub_BitOr|Sub_BitAnd)"
    r"|ReplaceComparisonOperator_(Is_IsNot|IsNot_Is|(Eq|NotEq|Lt|LtE|Gt|GtE)_(Eq|NotEq|Lt|LtE|Gt|GtE)))"
)
cosmic_ray.plugins.OPERATOR_PROVIDERS["tables"] = OPERATORS


def mutants_of(file: Path) -> Iterator[MutationSpec]:
    """Give every change of a file once."""
    tree, spared = get_ast_from_path(file), _spared(file)
    for name in filter(_CHOSEN.fullmatch, cosmic_ray.plugins.operator_names()):
        operator, occurrence = cosmic_ray.plugins.get_operator(name)(), 0
        for node in ast_nodes(tree):
            for start, end in operator.mutation_positions(node):
                if not any(first <= start < last for first, last in spared):
                    yield MutationSpec(file, name, occurrence, start, end)
                occurrence += 1


def _spared(file: Path) -> list[Place]:
    """Return the places that decide nothing: hints of types, decorators, and the list of what a module offers."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            found += [*node.decorator_list, *filter(None, [node.returns])]
        elif isinstance(node, ast.ClassDef):
            found += node.decorator_list
        elif isinstance(node, ast.arg) and node.annotation:
            found.append(node.annotation)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            found.append(node.value)
    return [((one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0)) for one in found]
