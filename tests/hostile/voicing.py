"""What citizens wrote, in the hostile world: it names them and officers, and only the office reads it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from inspect_app.access import Actor
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.projects.vocabulary.assigned import Upload
from inspect_app.voices.actions import importing, letters, triage
from inspect_app.voices.vocabulary.letters import (
    FindingDraft,
    LetterDraft,
    LetterLine,
    LetterSource,
    LetterTable,
    Private,
)
from tests.projects.making import PDF

if TYPE_CHECKING:
    from tests.hostile.world import World

CITIZEN, OFFICER = "诸葛桂芳", "令狐建军"


def take_letters(world: "World", actor: Callable[..., Actor]) -> None:
    """A letter with its scan, one that became a problem of the department, one it may be merged into, an import."""
    clerk, today = actor(world, "office_clerk"), clock.today()
    words = f"{CITIZEN}去窗口跑了三趟，{OFFICER}没有一次讲清，电话13812345678。"
    draft = LetterDraft(
        source=LetterSource.LETTER, received_on=today, words=words, unit_id=world["unit"],
        private=Private(CITIZEN, "13812345678", (OFFICER,)),
    )  # fmt: skip
    line = LetterLine(row=2, source=LetterSource.PLATFORM, received_on=today, words="导入的一件。")
    with transaction():
        letter = letters.register(clerk, draft, (Upload("原件.pdf", PDF),))
        into, settled = letters.register(clerk, draft), letters.register(clerk, draft)
        problem = FindingDraft(
            campaign_id=world["campaign_id"], title="材料没有一次讲清", fact="申请人跑了三趟。", unit_id=world["unit"]
        )
        triage.list_finding(clerk, settled.id, problem)
        table = LetterTable((line,))
        batch = importing.import_table(clerk, table, importing.signatures(table), file_name="表.csv", data=b"x")
    file_id = letter.files[0].id
    world.ids |= {
        "letter": letter.id, "letter_into": into.id, "letter_file": file_id, "letter_batch": batch.id,
        "letter_settled": settled.id,
    }  # fmt: skip
