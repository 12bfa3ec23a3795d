"""What is kept and how long: backups that are proved to restore, and data that are erased when their time is over."""
