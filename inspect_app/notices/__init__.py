"""The daily notice: built from facts, checked, signed, frozen."""
