"""What hangs on a matter: its list of papers and the windows where it is done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.catalogue.models import RequiredPaper, ServiceItem, WindowItem
from inspect_app.catalogue.queries import CatalogueState, as_fact
from inspect_app.catalogue.vocabulary import PaperFact, SheetCount, SheetName
from inspect_app.database import db


def merge_papers(
    wanted: Mapping[str, Sequence[PaperFact]], state: CatalogueState, *, write: bool
) -> SheetCount:
    """Bring the lists of the matters named into line with the workbook; count papers, not lists."""
    added = changed = unchanged = removed = 0
    for code, papers in wanted.items():
        present = state.papers.get(code, [])
        before = {paper.name: as_fact(paper) for paper in present}
        new = sum(paper.name not in before for paper in papers)
        same = sum(before.get(paper.name) == paper for paper in papers)
        added, unchanged = added + new, unchanged + same
        changed += len(papers) - new - same
        removed += len(before.keys() - {paper.name for paper in papers})
        if write and [as_fact(paper) for paper in present] != list(papers):
            _touch(state.items[code])
            replace_papers(state.items[code], present, papers)
    return SheetCount(SheetName.PAPERS.label, added, changed, unchanged, removed)


def replace_papers(item: ServiceItem, present: Sequence[RequiredPaper], papers: Sequence[PaperFact]) -> None:
    """Change, add and take out papers so that the list reads as wanted."""
    rows = {paper.name: paper for paper in present}
    for place, paper in enumerate(papers):
        row = rows.pop(paper.name, None)
        if row is None:
            row = RequiredPaper(item=item, name=paper.name)
            db.session.add(row)
        row.required, row.note, row.sort_no = paper.required, paper.note, place
    for row in rows.values():
        db.session.delete(row)


def forget_papers(items: Iterable[ServiceItem]) -> None:
    """Let lists that were changed be read anew; called after the flush."""
    for item in items:
        db.session.expire(item, ["papers"])


def write_item_windows(items: Mapping[str, Mapping[str, Any]], state: CatalogueState) -> None:
    """Write the windows of the matters that moved; called when every row has its id."""
    db.session.flush()
    moved = {
        state.items[code].id: [state.windows[window].id for window in windows]
        for code, windows in asked_windows(items)
        if windows != state.item_windows.get(code, frozenset())
    }
    set_windows(moved)


def asked_windows(items: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the windows the workbook asks for, for each matter of which it says any."""
    for code, facts in items.items():
        if "windows" in facts:
            yield code, frozenset(facts["windows"])


def set_windows(windows: Mapping[int, Sequence[int]]) -> None:
    """Let each matter be done at exactly these windows."""
    ids = list(windows)
    for start in range(0, len(ids), 500):
        db.session.execute(delete(WindowItem).where(WindowItem.item_id.in_(ids[start : start + 500])))
    pairs = [(item, window) for item, found in windows.items() for window in sorted(found)]
    rows = [{"item_id": item, "window_id": window} for item, window in pairs]
    if rows:
        db.session.execute(insert(WindowItem), rows)


def _touch(item: ServiceItem) -> None:
    """Count the version on: the list of papers belongs to the matter."""
    if item.id is not None:
        flag_modified(item, "code")
