"""Steps of several services as one job."""
