"""Reads: one snapshot of all tables, what an archive holds, how old the last backup is."""
