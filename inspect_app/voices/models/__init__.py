"""Tables of citizens' voices."""
