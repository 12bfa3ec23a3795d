"""The first command: everything under one parent."""
