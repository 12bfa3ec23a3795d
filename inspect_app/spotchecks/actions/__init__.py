"""Deeds of checks made at the desk, one module a kind of check."""
