"""Runs the tests it reads the names of, a line at a time, each in a child of a process that has pytest loaded already.

Nothing of the application may be loaded here: each child has to load what was changed.
"""

import contextlib
import os
import signal
import sys

import pytest

SECONDS = 30
# Nothing but pytest itself: no shared fixtures, no settings of the project, no explained assertions, nothing kept.
OPTIONS = (
    "-x", "-q", "--tb=no", "--assert=plain", "--noconftest", "-p", "no:cacheprovider",
    "-c", os.devnull, "--rootdir", ".",
)  # fmt: skip


def main() -> None:
    """Answer each line with the exit code of its tests."""
    sys.dont_write_bytecode = True
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS)  # a change that never ends is noticed too
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                code = pytest.main([*OPTIONS, *line.split()])
            os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
