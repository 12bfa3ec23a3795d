"""The decisions about a notice: its sentences (`prose`), its sums (`sums`) and who may do what (`steps`)."""
