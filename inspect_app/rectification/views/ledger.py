"""The ledger (台账): the list of problems and its Excel copy."""
