"""Code that several operations use: opening, addressing pages, steps, saving, reading, drawing, redacting."""
