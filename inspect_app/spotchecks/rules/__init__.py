"""Decisions about checks made at the desk, one module a kind of check."""
