"""The numbers of the page (GB/T 9704-2012; rectification.md §6.5), in twips (1/20 pt) unless named otherwise."""

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_TWIP = 635


def mm(length: float) -> int:
    """Return millimetres as twips."""
    return round(length * TWIPS_PER_MM)


# A4 upright: 37 mm above, 28 mm at the binding edge, a type area of 156 × 225 mm.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
TYPE_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TYPE_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

# 22 lines: 22 × 579 = 12 738 fit into 12 756 twips, 22 × 580 do not. Hence 28.95 pt exact.
LINE, LINES = 579, 22
# 28 characters: 16 pt each would take 448 pt of 442; a quarter of a point less fits.
SQUEEZE, CHARACTERS = -5, 28
CHARACTER = 315

# Sizes in half-points: 2号 22 pt, 3号 16 pt, 4号 14 pt; tables 10.5 pt.
SIZE_2, SIZE_3, SIZE_4, SIZE_TABLE = 44, 32, 28, 21
CHARACTER_4 = 280

# The upper edge of the red mark stands 35 mm below the top of the type area: 72 mm from the paper's edge.
MARK_DROP = mm(35)
RED = "C4161C"
# Lines: the red one 0.5 mm, 4 mm below the number; in the 版记 0.35 mm outside and 0.25 mm inside (eighths of a point).
RED_RULE, RED_RULE_SPACE = 12, 11
THICK_RULE, THIN_RULE = 8, 6

# The dashes of a page number stand 7 mm below the type area: half its line of 14 pt above them, half below.
NUMBER_DROP_MM = 7
NUMBER_LINE = CHARACTER_4
FOOTER = BOTTOM - mm(NUMBER_DROP_MM) - NUMBER_LINE // 2
