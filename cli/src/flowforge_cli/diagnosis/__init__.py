"""What is installed on this machine, and what is missing for which part."""
