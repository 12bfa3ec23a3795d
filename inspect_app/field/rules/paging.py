"""Where a visit goes on."""

from inspect_app.checklists.vocabulary import ChecklistBody, PartKey


def open_parts(body: ChecklistBody) -> tuple[PartKey, ...]:
    """Return the parts of a visit in order."""
    return tuple(part.key for part in body.parts)


def after_part(parts: tuple[PartKey, ...], current: PartKey) -> PartKey | None:
    """Return the part after this one, or nothing behind the last: then comes the check."""
    place = parts.index(current) + 1 if current in parts else len(parts)
    return parts[place] if place < len(parts) else None
