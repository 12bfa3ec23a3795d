"""The decisions of rectification: what an answer must hold, by when, who sees what, who acts next."""
