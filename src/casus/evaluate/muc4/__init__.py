"""MUC-4: reports on political violence in Latin America, and templates about it.

`rows` and `keys` read the files, `read` has Casus read the texts, `templates` makes templates
of what was read, `alignment` and `score` compare them; `command` is `casus eval muc4`.
"""
