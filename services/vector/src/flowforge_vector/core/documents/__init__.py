"""Documents: read, cut, embedded and written under an id, replaced when their content changes."""
