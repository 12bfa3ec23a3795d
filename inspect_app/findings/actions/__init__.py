"""Deeds on findings up to delivery, and the one way to move any finding (`moving`)."""
