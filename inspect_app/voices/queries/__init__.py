"""What may be read of citizens' voices."""
