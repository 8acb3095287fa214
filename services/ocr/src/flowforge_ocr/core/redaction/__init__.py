"""Find text on a page that is to be hidden, and paint over it."""
