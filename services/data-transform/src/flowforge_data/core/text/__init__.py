"""Text: forms of several texts at once, patterns, cases, cleaning and conversions."""
