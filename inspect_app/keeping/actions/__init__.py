"""Deeds: make a backup, restore one, rehearse that, and note how it ended."""
