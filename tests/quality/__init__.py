"""How good the answers are, on material that people have judged. Needs BROADSHEET_CORPUS."""
