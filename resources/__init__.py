"""What ships beside the code: fonts, icons, texts, sample programs and data."""
