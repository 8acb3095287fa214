"""A service whose operations take bodies as they come, keep uploads and serve ranges."""
