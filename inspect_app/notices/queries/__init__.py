"""Reads of notices: the facts of a draft (`facts`) and the lists (`lists`)."""
