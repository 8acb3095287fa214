"""The most that an upload in pieces may have; one in a single request has FLOWFORGE_MAX_FILE_BYTES."""

MOST_BYTES = 1 << 40
