"""The decisions about a finding: who may do what (`workflow`) and by when (`clocks`)."""
