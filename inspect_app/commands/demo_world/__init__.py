"""The demo world: 明州市, its people, its promises, and forty days of inspection played by the rooms' own deeds."""
