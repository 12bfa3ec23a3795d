"""Plain Python under everything."""
