"""What must stay true."""

BACKENDS = ("sqlite", "postgresql")
