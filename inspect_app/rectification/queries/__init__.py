"""Reads of rectification: the ledger and the case page, limited to what the asking person may see."""
