"""Bring rows of one table into line with a workbook, by code."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy.orm.attributes import flag_modified

from inspect_app.catalogue.vocabulary import SheetCount
from inspect_app.database import Base, db

T = TypeVar("T", bound=Base)


class Merger(Generic[T]):
    """Adds and changes rows of one table; `references` are the rows a foreign code leads to."""

    def __init__(
        self, model: type[T], rows: dict[str, T], references: Mapping[str, Mapping[str, Any]], write: bool
    ) -> None:
        """Take the rows that are there, by code; new ones are put beside them."""
        self._model, self._rows, self._references, self._write = model, rows, references, write

    def merge(
        self, facts: Mapping[str, Mapping[str, Any]], sheet: str, also: frozenset[str] = frozenset()
    ) -> SheetCount:
        """Return what is new, changed and unchanged; `also` names rows that changed in another table."""
        new = [code for code in facts if code not in self._rows]
        present = [code for code in facts if code in self._rows]
        differing = {code: self._differing(self._rows[code], facts[code]) for code in present}
        changed = {code: found for code, found in differing.items() if found or code in also}
        if self._write:
            self._add(new)
            for code in (*new, *changed):
                self._apply(self._rows[code], changed.get(code, facts[code]))
            for code in also & changed.keys():
                flag_modified(self._rows[code], "code")  # counts the version on
        return SheetCount(sheet, len(new), len(changed), len(facts) - len(new) - len(changed))

    def _add(self, codes: list[str]) -> None:
        rows = {code: self._model(code=code) for code in codes}
        self._rows.update(rows)
        db.session.add_all(rows.values())

    def _differing(self, row: T, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in self._own(facts).items() if self._present(row, key) != value}

    def _present(self, row: T, key: str) -> Any:
        value = getattr(row, key)
        return getattr(value, "code", None) if key in self._references else value

    def _apply(self, row: T, facts: Mapping[str, Any]) -> None:
        for key, value in self._own(facts).items():
            setattr(row, key, self._references[key].get(value) if key in self._references else value)

    def _own(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in facts.items() if key != "code"}
