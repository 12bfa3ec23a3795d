"""Deeds on a case from the department's answer to closure; each moves the finding by findings' one table."""
