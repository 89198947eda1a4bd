"""Reading: one document in, accounts and claims out. Pure, and blind to languages.

Use `read_document`. Everything that a language decides comes from its pack.
"""
