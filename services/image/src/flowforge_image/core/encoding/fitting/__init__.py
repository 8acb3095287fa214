"""Find the options with which a picture fits a number of bytes or keeps a likeness."""
