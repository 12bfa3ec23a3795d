"""Official paper as Word and PDF, in the layout of GB/T 9704-2012: geometry, then one module a part of the page."""
