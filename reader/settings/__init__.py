"""What a person wrote of how they like it, what the screen remembers of it, and where things live.

The one place that knows the platform's folders and the environment. Three things say how
the reader behaves, the first that speaks is heard: the environment, `settings.toml`, and,
for what keys change on the screen, what was chosen there last.
"""

from reader.settings.loading import load_settings
from reader.settings.options import Settings
from reader.settings.paths import LIBRARY_VARIABLE, Paths, choose_library, config_folder
from reader.settings.preferences import Preferences
from reader.settings.toml import Fault

__all__ = [
    "LIBRARY_VARIABLE",
    "Fault",
    "Paths",
    "Preferences",
    "Settings",
    "choose_library",
    "config_folder",
    "load_settings",
]
