"""What the platform keeps on this machine: the state folder, its secrets, the consumers and the demo key."""
