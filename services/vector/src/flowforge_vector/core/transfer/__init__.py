"""Points as files: JSON Lines and Parquet, to move collections between services and stores."""
