"""Barcodes and QR codes: what a scanned text means, how codes are drawn, and how they are read from pictures."""
