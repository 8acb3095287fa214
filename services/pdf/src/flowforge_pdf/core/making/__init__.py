"""Documents made of HTML, Markdown, text, pictures and tables: one page setup, one way to find resources."""
