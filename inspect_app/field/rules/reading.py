"""Messages of tablets, read into their shapes."""

from typing import Any, TypeVar

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from inspect_app.field.vocabulary.protocol import (
    DraftSent,
    OpinionPosted,
    OpinionSent,
    Rescued,
    RescueFile,
    Signed,
    SignInSent,
    SubmissionSent,
)
from inspect_app.foundation.errors import Invalid

Shape = TypeVar("Shape", bound=Struct)

# Prepared by the one thread that imports this. `msgspec.json.decode(type=…)` prepares a shape when it is first read;
# two threads that do so at once end the process: a crowd of tablets right after a start took every worker down.
_READERS: dict[type[Struct], Decoder[Any]] = {
    shape: Decoder(shape)
    for shape in (DraftSent, OpinionPosted, OpinionSent, Rescued, RescueFile, Signed, SignInSent, SubmissionSent)
}


def read_as(shape: type[Shape], raw: bytes) -> Shape:
    """Return a message in its shape; raise Invalid naming the place that can't be read."""
    try:
        message: Shape = _READERS[shape].decode(raw)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = str(error).rsplit(" - at ", 1)
        where = f"（{place[1].strip('`')}）" if len(place) > 1 else ""
        raise Invalid(f"发来的内容格式不对{where}。") from error
    return message
