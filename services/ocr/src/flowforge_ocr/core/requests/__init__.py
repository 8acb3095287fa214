"""What operations that read a file share: their form, their errors, and what they answer of a page."""
