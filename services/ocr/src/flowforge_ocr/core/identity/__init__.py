"""Machine-readable zones of passports, visas and identity cards (ICAO 9303)."""
