"""Reads of sources, batches and compared cases."""
