"""Deeds on citizens' voices: one module a kind of voice."""
