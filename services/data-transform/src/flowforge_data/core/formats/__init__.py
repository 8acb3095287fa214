"""The formats of tables and documents, one file each, behind one registry: `formats.registry`."""
