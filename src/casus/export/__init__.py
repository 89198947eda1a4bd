"""What Casus writes for other programs and for readers: tables, codebooks, the offline page."""
