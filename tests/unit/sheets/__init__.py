"""Files that people import: bytes, headings, cells and rows."""
