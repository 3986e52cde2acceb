"""How well what is meant is found: measured on the corpus, not tested."""
