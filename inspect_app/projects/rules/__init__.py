"""Decisions of projects."""
