"""A special inspection: period, basis, methods, targets."""
