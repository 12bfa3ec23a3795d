"""What strangers, bots and careless people send: nothing breaks, nothing leaks, nothing changes."""
