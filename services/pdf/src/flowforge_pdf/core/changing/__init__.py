"""Changes to whole documents: what is drawn into pages, taken out of files, or made smaller."""
