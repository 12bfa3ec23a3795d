"""What is decided about backups: how a row is written down, and when the last one is too old."""
