"""What several operations use: collections, filters, points, searches, texts and documents."""
