"""The chain of audit entries."""
