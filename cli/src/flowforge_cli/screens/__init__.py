"""What a person sees while the platform starts, runs and stops: one calm screen, or plain lines in a pipe."""
