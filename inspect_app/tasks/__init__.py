"""Rows of work to do once, claimed and swept."""
