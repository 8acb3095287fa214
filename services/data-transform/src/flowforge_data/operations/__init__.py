"""One operation a file; the path of the file is the path of its address."""
