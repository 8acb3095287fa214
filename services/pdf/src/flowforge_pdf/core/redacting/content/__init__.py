"""What content streams draw: walked, searched, and written anew."""
