"""What several operations share: how files are shown, and the words of the tus protocol."""
