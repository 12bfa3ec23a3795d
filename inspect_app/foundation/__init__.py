"""Plain Python under everything: clock, errors, workflow, working days, numbering, sealing."""
