"""Steps that change a picture, and the way from a file through steps to a file."""
