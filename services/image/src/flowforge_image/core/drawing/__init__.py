"""Geometry, shapes, shadows and layers: how pixels are placed and blended."""
