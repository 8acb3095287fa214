"""Draw QR codes, write their payloads, and name the symbologies of barcodes."""
