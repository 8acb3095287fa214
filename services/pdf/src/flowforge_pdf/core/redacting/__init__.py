"""Remove content for good: find it in every reading, rewrite what draws it, scrub what repeats it, prove it.

Nothing here trusts one engine: text is read twice while searching, and by three readers in the result.
"""
