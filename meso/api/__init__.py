"""Files in over HTTP, reports out as JSON: the detector for other programs, without the page."""
