"""Reads of planning, already limited to what the asking person may see."""
