"""What several operations share: models and their access, relaying, accounting, schemas."""
