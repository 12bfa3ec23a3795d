"""An interview as plain facts, to be compared and to be read."""

from dataclasses import asdict
from typing import Any

from inspect_app.field.vocabulary import InterviewWords


def interview_content(words: InterviewWords) -> dict[str, Any]:
    """Return what a page shows of an interview."""
    content = asdict(words)
    content.pop("base")
    return content


def interview_text(words: InterviewWords) -> dict[str, str]:
    """Return an interview in words, for two texts side by side."""
    return {
        "称呼": words.alias or "没有写",
        "跑了几趟": "没有问" if words.trips is None else f"{words.trips} 趟",
        "满意度": "没有问" if words.satisfaction is None else f"{words.satisfaction} 分",
        "原话": words.words or "没有写",
    }
