"""A process that has imported the application and becomes one gunicorn after another: each is a fork of its own.

Run as `python -m tests.forking DESCRIPTOR`; tests/servers.py speaks with it. A fork runs what the command `gunicorn`
runs, the same arbiter, workers and `wsgi:app`, on the settings of its own environment. Only the imports are shared.
"""

import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
from typing import Any

from gunicorn.app import wsgiapp
from sqlalchemy.orm import configure_mappers

import inspect_app

_BYTES = 65_536


def main(channel: socket.socket) -> None:
    """Fork a server for every order, until whoever orders is gone; then nothing that was forked stays."""
    for module in pkgutil.walk_packages(inspect_app.__path__, "inspect_app."):
        importlib.import_module(module.name)
    configure_mappers()
    living: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, _BYTES, 3)
        while message and not message.endswith(b"\n"):
            message += channel.recv(_BYTES)
        if not message:
            break
        # The dead are counted only here, so that no number of theirs is given to somebody else before.
        living = {child for child in living if os.waitpid(child, os.WNOHANG) == (0, 0)}
        child = os.fork()
        if child == 0:
            channel.close()
            _become(json.loads(message), *descriptors)
        os.setpgid(child, child)
        living.add(child)
        for descriptor in descriptors:
            os.close(descriptor)
        channel.sendall(b"%d\n" % child)
    for child in living:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _become(order: dict[str, Any], log: int, _alive: int, listener: int | None = None) -> None:
    """Be the server that was ordered; `_alive` is held open until its last process ends."""
    os.setpgid(0, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(order["environment"])
    bind = order["bind"] if listener is None else f"fd://{listener}"
    sys.argv = ["gunicorn", "--bind", bind, *order["switches"], "wsgi:app"]
    code = 1
    try:
        wsgiapp.run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
