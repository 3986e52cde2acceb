"""Feeds: followed, asked for at their own pace, and what they bring."""
