"""Fields of receipts and invoices: amounts, dates, numbers, line items, and the sums that check them."""
