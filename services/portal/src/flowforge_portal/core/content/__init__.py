"""What pages are made of: content with its headers, and the files of the console."""
