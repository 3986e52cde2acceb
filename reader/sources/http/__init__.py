"""What the web is asked, how often, and what of it may be reached."""
