"""The pages: a browser's drops and clicks in, what a reader sees out. Nothing is computed here."""
