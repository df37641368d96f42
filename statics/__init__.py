"""The files that browsers load and keep: style sheets, scripts, icons, outlines, each under a name with its hash."""

from statics.files import address, edition

__all__ = ["address", "edition"]
