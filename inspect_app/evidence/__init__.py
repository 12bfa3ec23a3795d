"""Photos and files: a sealed original and a published copy; the only room that touches storage."""
