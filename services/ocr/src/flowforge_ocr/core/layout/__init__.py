"""Regions of a page (headings, texts, lists, tables, figures), and the checkboxes on it."""
