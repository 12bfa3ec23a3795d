"""Reads for the first page: the menu around it and what waits on it."""
