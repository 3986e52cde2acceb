"""What the web is asked, how, and what of it may be reached."""
