"""The demo world: whole, plausible, the same every time."""
