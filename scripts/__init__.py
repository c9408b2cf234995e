"""What runs before or beside the program: its environment, and a browser in front of it."""
