"""Deeds of comparing a back office's records with promises."""
