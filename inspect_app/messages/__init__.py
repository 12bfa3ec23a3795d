"""The inbox, the outbox, digests and their channels."""
