"""Text recognition by models and programs, one file for each outside tool, behind `engines.port`."""
