"""What is read of a page: lines and words with their boxes. Plain values without any engine."""
