"""Mock data: rows of made-up values, the same for the same seed."""
