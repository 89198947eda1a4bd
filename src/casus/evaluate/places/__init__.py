"""Place names found and resolved, measured on texts that others annotated.

`corpus` reads annotations and rows, `reading` reads the texts, `score` compares, `table` shows,
`command` is `casus eval places`. What is counted is told in docs/evaluation.md.
"""
