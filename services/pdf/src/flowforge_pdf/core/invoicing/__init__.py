"""Electronic invoices (EN 16931): Factur-X, ZUGFeRD and XRechnung, written, read and checked."""
