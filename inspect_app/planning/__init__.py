"""Who visits what: targets and coverage, pairing and rotation, chiefs' three layers."""
