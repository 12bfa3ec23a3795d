"""What the tests of the tables would let pass: every place of a table is changed once, and a test must notice."""
