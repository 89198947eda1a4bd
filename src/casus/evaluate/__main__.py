"""`python -m casus.evaluate incidents …`: the same as `casus eval incidents …`."""

from casus.evaluate.commands import eval_group

if __name__ == "__main__":
    eval_group(prog_name="casus eval")
