"""What comes in from people: one module of forms per capability."""
