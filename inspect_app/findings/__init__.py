"""Review of a visit, problems of one lead department, dispatch, delivery and the workflow table."""
