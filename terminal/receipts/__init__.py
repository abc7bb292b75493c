"""What goes on paper, as values: documents, their layout on a page, and the slips a till prints."""
