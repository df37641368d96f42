"""Figures as plain SVG, for readers without scripts, files and paper: few bytes, whole pixels, texts as text."""

from components.svg.drawn import UnknownTrace, figure_svg

__all__ = ["UnknownTrace", "figure_svg"]
