"""What goes out as documents: facts in, bytes out."""
