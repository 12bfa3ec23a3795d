"""How far the PDF of an issued notice is."""

from inspect_app.foundation.labels import Labelled


class PrintState(Labelled):
    """How far a PDF is."""

    WAITING = "waiting", "等待制作"
    MAKING = "making", "制作中"
    READY = "ready", "已做好"
    FAILED = "failed", "没有做成"

    @property
    def is_in_work(self) -> bool:
        """Say whether somebody who waits will get it without asking again."""
        return self in (PrintState.WAITING, PrintState.MAKING)
