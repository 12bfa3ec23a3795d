"""What is decided about citizens' voices, in plain Python."""
