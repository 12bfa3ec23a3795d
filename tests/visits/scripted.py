"""Scripts for tests of visits that are done by one."""

import itertools
from typing import Any

from inspect_app.catalogue.models import ServiceItem
from inspect_app.visits.models import Script
from inspect_app.visits.vocabulary import CleanScript, PapersInHand
from tests import factories

_serial = itertools.count(1)


def script_facts(**changes: Any) -> CleanScript:
    """Return a script as its form hands it out."""
    facts: dict[str, Any] = {
        "title": f"居住证申领{next(_serial)}",
        "item_id": None,
        "persona": "在附近租房的务工者",
        "papers": PapersInHand.ONE_MISSING,
        "missing_paper": "居住证明",
        "ask": "要带什么、几天办好",
        "must_tell": ("缺哪一样", "在哪里补"),
        "steps": ("取号", "问窗口", "递材料"),
        "limit_minutes": 30,
        "never_reveal": "不说从哪里来",
        "stop_line": "不交假材料",
    }
    return CleanScript(**{**facts, **changes})


def make_script(item: ServiceItem | None = None, **changes: Any) -> Script:
    """Make a script, of a matter when one is given."""
    facts = script_facts(item_id=item.id if item else None, **changes)
    script = Script(
        **{name: getattr(facts, name) for name in CleanScript.__slots__ if name not in ("must_tell", "steps", "seen")},
        must_tell=list(facts.must_tell),
        steps=list(facts.steps),
    )
    factories.keep(script)
    return script
