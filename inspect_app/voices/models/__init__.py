"""Tables of citizens' voices."""

from inspect_app.voices.models.letters import Letter, LetterBand, LetterBatch, LetterEvent, LetterFile
from inspect_app.voices.models.opinions import Opinion, OpinionCount, OpinionForm, OpinionHour, OpinionNonce

__all__ = [
    "Letter",
    "LetterBand",
    "LetterBatch",
    "LetterEvent",
    "LetterFile",
    "Opinion",
    "OpinionCount",
    "OpinionForm",
    "OpinionHour",
    "OpinionNonce",
]
