"""Archives: ZIP, TAR, 7z, and single files that are compressed with gzip, bzip2, xz or Zstandard."""
