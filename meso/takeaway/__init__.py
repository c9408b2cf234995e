"""A report in; what one takes away of it out: a table, a page to read and to print."""
