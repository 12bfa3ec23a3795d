"""Plan, feedback, signatures, verification, closure; the ledger and the case page."""
