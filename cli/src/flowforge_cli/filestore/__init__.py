"""The file store of the state folder, as its owner sees and prunes it; the kit's own library does the work.

Only `presence` and `totals` are light: import the rest where it is needed.
"""
