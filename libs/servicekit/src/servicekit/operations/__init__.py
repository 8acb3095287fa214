"""What an operation declares: its form, limits, result, and where it runs."""
