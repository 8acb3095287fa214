"""The question: its text, its relation, its unknowns."""
