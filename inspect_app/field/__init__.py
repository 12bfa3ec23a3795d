"""The author's pages: my visits, capture, check and receipt."""
