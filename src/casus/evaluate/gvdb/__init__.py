"""The Gun Violence Database: how well local news on shootings is read.

`command` is what `casus eval gvdb` calls; `data` reads articles and what annotators marked,
`answers` makes one answer of an article's claims, `judge` says when a slot is right, `baseline`
is a short script to compare with. What counts as right is explained in docs/evaluation.md.

Source: Pavlick et al. 2016, "The Gun Violence Database" (EMNLP); the time-disjoint parts are
those of Ebner et al. 2020 (ACL).
"""
