"""Tables of citizens' voices."""

from inspect_app.voices.models.letters import Letter, LetterBand, LetterBatch, LetterEvent, LetterFile

__all__ = ["Letter", "LetterBand", "LetterBatch", "LetterEvent", "LetterFile"]
