"""What takes minutes: `make torture`. Every test here has a seed, told with its result."""
