"""What citizens say: the public opinion form, letters and posts, suggestions."""
