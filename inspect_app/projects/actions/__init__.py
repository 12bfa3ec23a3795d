"""Deeds on projects."""
