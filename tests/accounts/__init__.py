"""Units, people, signing in."""
