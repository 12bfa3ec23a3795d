"""Sites and windows, service items and what was promised for each, cancelled proofs."""
