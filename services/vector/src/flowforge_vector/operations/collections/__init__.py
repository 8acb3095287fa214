"""Collections and what is done with them: points, searches, documents, indexes, snapshots."""
