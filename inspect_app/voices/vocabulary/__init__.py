"""The words of citizens' voices."""
