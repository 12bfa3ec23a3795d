"""Units, people, roles held with a unit, stand-ins, signing in, sessions."""
