"""跑改督查: field surveys and rectification for an office that leads an "at most one visit" reform."""
