"""How numbers read on paper."""

NUMERALS = "零一二三四五六七八九十"


def finding_number(year: int, sequence: int, prefix: str = "") -> str:
    """Return a finding's number, such as `2026-0123` (demo rows carry the prefix 演)."""
    return f"{prefix}{year}-{sequence:04d}"


def issue_label(sequence: int) -> str:
    """Return the issue number of a notice, such as 第12期."""
    return f"第{sequence}期"


def ratio(numerator: int, denominator: int) -> str:
    """Return `n/d` with its percentage, or — when the denominator is zero."""
    if denominator == 0:
        return "—"
    return f"{numerator}/{denominator}（{percentage(numerator, denominator)}）"


def percentage(numerator: int, denominator: int) -> str:
    """Return a percentage with one decimal, rounded half up in whole numbers, or —."""
    if denominator == 0:
        return "—"
    tenths = (numerator * 2000 + denominator) // (denominator * 2)
    return f"{tenths // 10}.{tenths % 10}%"
