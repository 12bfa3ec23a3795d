"""Checklist templates and their numbered, published versions."""
