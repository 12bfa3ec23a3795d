"""The first page of each role; reads only."""
