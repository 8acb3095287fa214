"""The file store of the state folder, as its owner sees and prunes it; the kit's own library does the work.

Only `presence` is light: import the rest where it is needed.
"""
