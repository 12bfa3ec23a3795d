"""A visit with its answers, trials (具体办) and interviews (跟踪问)."""
