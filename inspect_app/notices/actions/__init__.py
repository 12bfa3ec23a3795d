"""Deeds on notices: draft and edit (`drafting`), check and sign (`issuing`)."""
