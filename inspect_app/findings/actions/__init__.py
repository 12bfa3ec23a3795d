"""Deeds on findings up to delivery, and the one way to move any finding (`moving`)."""

from inspect_app.findings.actions import recounting

__all__ = ["recounting"]
