"""The decisions of planning: pairing units, sharing out half days, matching people with errands."""
