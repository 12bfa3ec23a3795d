"""What a back office recorded, held against what was promised."""
