"""Words of case files that are put together as a zip (一案一档)."""

from collections.abc import Callable
from dataclasses import dataclass

from inspect_app.foundation.labels import Labelled


class ArchiveState(Labelled):
    """How far an archive is."""

    WAITING = "waiting", "等待制作"
    MAKING = "making", "制作中"
    READY = "ready", "可下载"
    FAILED = "failed", "没有做成"


@dataclass(frozen=True, slots=True)
class DossierStep:
    """One link of the chain as it is printed."""

    when: str
    title: str
    who: str
    texts: tuple[str, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case as it is printed for one reader; `day` is the date of printing (ISO)."""

    number: str
    title: str
    office: str
    day: str
    rows: tuple[tuple[str, str], ...]
    steps: tuple[DossierStep, ...]


# Makes the Word file of a dossier; views and jobs know which, deeds don't.
DossierWriter = Callable[[Dossier], bytes]
