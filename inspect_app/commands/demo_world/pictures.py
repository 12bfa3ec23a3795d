"""Small flat pictures of halls, counters and boards; nobody is in them."""

import io
from random import Random

from PIL import Image, ImageDraw

SIZE = (960, 720)
_WALLS = ((226, 231, 236), (236, 230, 220), (222, 233, 228), (232, 228, 236))
_ACCENTS = ((32, 91, 167), (164, 52, 48), (38, 120, 92), (190, 130, 40))


def draw_picture(random: Random, kind: int) -> bytes:
    """Return a JPEG: a hall with counters (0), a guide board (1), a machine (2), a rack of leaflets (3)."""
    picture = Image.new("RGB", SIZE, random.choice(_WALLS))
    pen = ImageDraw.Draw(picture)
    accent = random.choice(_ACCENTS)
    pen.rectangle((0, 560, 960, 720), fill=(196, 190, 182))
    (_hall, _board, _machine, _rack)[kind % 4](pen, random, accent)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78)
    return out.getvalue()


def _hall(pen: ImageDraw.ImageDraw, random: Random, accent: tuple[int, int, int]) -> None:
    count = random.randint(3, 5)
    width = 900 // count
    for place in range(count):
        left = 40 + place * width
        pen.rectangle((left, 120, left + width - 24, 190), fill=accent)
        pen.rectangle((left, 200, left + width - 24, 400), fill=(246, 248, 250), outline=(150, 158, 166), width=4)
        pen.rectangle((left, 400, left + width - 24, 580), fill=(172, 138, 104))
        if random.random() < 0.5:
            pen.rectangle((left + 40, 320, left + 110, 398), fill=(70, 76, 84))
    _lines(pen, random, (60, 40, 500, 90), 1)


def _board(pen: ImageDraw.ImageDraw, random: Random, accent: tuple[int, int, int]) -> None:
    pen.rectangle((180, 60, 780, 620), fill=(250, 250, 248), outline=(120, 126, 134), width=8)
    pen.rectangle((180, 60, 780, 150), fill=accent)
    _lines(pen, random, (220, 190, 740, 590), random.randint(7, 11))


def _machine(pen: ImageDraw.ImageDraw, random: Random, accent: tuple[int, int, int]) -> None:
    left = random.randint(260, 420)
    pen.rectangle((left, 140, left + 300, 640), fill=(214, 220, 226), outline=(128, 134, 140), width=6)
    pen.rectangle((left + 30, 180, left + 270, 380), fill=random.choice(((24, 30, 38), accent)))
    pen.rectangle((left + 90, 430, left + 210, 450), fill=(60, 64, 70))
    pen.rectangle((left + 60, 500, left + 240, 560), fill=accent)


def _rack(pen: ImageDraw.ImageDraw, random: Random, accent: tuple[int, int, int]) -> None:
    for row in range(3):
        for column in range(5):
            box = (170 + column * 130, 90 + row * 170, 280 + column * 130, 230 + row * 170)
            filled = random.random() < 0.55
            pen.rectangle(box, fill=accent if filled else (240, 240, 238), outline=(120, 120, 120), width=4)
            if filled:
                _lines(pen, random, (box[0] + 14, box[1] + 40, box[2] - 14, box[3] - 16), 4)


def _lines(pen: ImageDraw.ImageDraw, random: Random, box: tuple[int, int, int, int], count: int) -> None:
    left, top, right, bottom = box
    step = (bottom - top) // count
    for row in range(count):
        end = right - random.randint(0, (right - left) // 3)
        pen.rectangle((left, top + row * step, end, top + row * step + max(6, step // 3)), fill=(96, 104, 114))
