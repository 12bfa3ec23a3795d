"""What is kept: backups, the time things are kept, what is masked."""
