"""What operations, workers and the scheduler share."""
