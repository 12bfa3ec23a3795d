"""The table of working days and the yearly State Council notice."""
