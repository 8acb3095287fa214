"""Terminal output: a live table on a terminal, plain lines otherwise."""
