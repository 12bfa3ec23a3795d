"""What tablets send is read by shapes that stand ready before the first of them comes."""

import subprocess
import sys

import msgspec

from inspect_app.config import PROJECT_ROOT
from inspect_app.field.vocabulary.protocol import DraftSent, OpinionPosted, OpinionSent, SignInSent, SubmissionSent

# Two threads that prepare one shape at once end the process, so none may be left for the first request.
_FIRST_REQUESTS = """
import msgspec._utils
from inspect_app.field.rules.reading import read_as
from inspect_app.field.vocabulary.protocol import DraftSent, RescueFile, SignInSent, SubmissionSent
from inspect_app.foundation.errors import Invalid

def prepare(shape):
    raise SystemExit(f"{shape.__name__} is prepared too late")

msgspec._utils._get_class_annotations = prepare
for shape in (SubmissionSent, DraftSent, SignInSent, RescueFile):
    try:
        read_as(shape, b"{}")
    except Invalid:
        print(shape.__name__)
"""


def test_no_shape_is_prepared_when_the_first_tablet_sends_it() -> None:
    command = [sys.executable, "-c", _FIRST_REQUESTS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=PROJECT_ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["SubmissionSent", "DraftSent", "SignInSent", "RescueFile"]


def test_a_name_that_the_protocol_does_not_know_is_refused_at_every_depth() -> None:
    sent = (DraftSent, OpinionPosted, OpinionSent, SignInSent, SubmissionSent)
    shapes = msgspec.json.schema_components(sent)[1]
    assert {shape.__name__ for shape in sent} < set(shapes)
    open_to_more = {name for name, shape in shapes.items() if shape.get("additionalProperties") is not False}
    # A browser writes a key and what it encrypted with more names than are read; none of them is kept by name.
    assert open_to_more == {"PublicPoint", "RescueFile"}
