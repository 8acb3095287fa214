"""The broker that wakes workers."""
