"""How fast it is: every number beside its floor, measured in the same run on the same machine."""
