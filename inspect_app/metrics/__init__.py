"""Every number, defined once."""
