"""The deliveries of a job's webhook."""
