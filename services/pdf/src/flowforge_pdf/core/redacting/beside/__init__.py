"""What stands beside the content: streams, annotations, and entries of the file."""
