"""A back office of the department that is compared, in the hostile world: only the office reads it."""

from collections.abc import Callable
from typing import Any

from forms.comparison_csv import narrowed, proposed, read_cases
from inspect_app.access import Actor
from inspect_app.catalogue.models import ServiceItem
from inspect_app.comparison.actions import comparing, sources
from inspect_app.comparison.vocabulary import Grouping, SourceDraft
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import keep_document
from inspect_app.foundation import clock

_HEADS = ("办件编号", "事项编码", "办结日期", "跑动次数")


def compare_cases(world: Any, actor: Callable[[Any, str], Actor]) -> None:
    """A source of the department and a batch with one case that took too many trips."""
    clerk = actor(world, "office_clerk")
    matter = db.session.get_one(ServiceItem, world["item_id"]).code
    table = f"{','.join(_HEADS)}\nB1,{matter},2026-05-06,9\n".encode()
    kept = narrowed(table, proposed(_HEADS))
    key = keep_document(current_sealer().seal(kept, comparing.PURPOSE))
    with transaction():
        source = sources.add_source(clerk, SourceDraft("业务系统", world["unit"]), _HEADS)
        sources.map_columns(clerk, source.id, proposed(_HEADS))
        batch = comparing.begin(
            clerk, source.id, read_cases(kept, clock.today()), campaign_id=world["campaign_id"],
            grouping=Grouping.GROUPED, file_name="办件.csv", digest="hostile", storage_key=key,
        )  # fmt: skip
        source_id, batch_id = source.id, batch.id
    comparing.compare(batch_id, read_cases)
    world.ids |= {"comparison_source": source_id, "comparison_batch": batch_id}
