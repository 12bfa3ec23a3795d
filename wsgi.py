"""Where it starts."""

from inspect_app.factory import create_app

app = create_app()
