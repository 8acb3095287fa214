"""The image service: resize, crop, convert, filter, compose and inspect pictures, make and read codes.

Needs nothing from outside. Every picture is decoded in a killable process, under limits read from its header.
"""
