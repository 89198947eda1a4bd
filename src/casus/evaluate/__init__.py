"""How well Casus reads, measured against annotated reports.

Use `casus.evaluate.score.score` on a corpus (`gold.load_corpus`) and predictions
(`predicted.from_folder`, or `run.predict` to read the reports now). The scorer works on the
rows of the files that `casus run` writes and knows nothing of how they were made. What is
counted as right is told in docs/evaluation.md.
"""
