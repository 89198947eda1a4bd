"""`python -m benchmarks`: what `make bench` runs. `python -m benchmarks archive`: linking.
`python -m benchmarks record`: one more report in a large store. `python -m benchmarks review`:
pages over 100,000 incidents."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

if __name__ == "__main__":
    if sys.argv[1:2] == ["archive"]:
        from archive.command import main as archive

        sys.exit(archive(sys.argv[2:]))
    if sys.argv[1:2] == ["record"]:
        from archive.record import main as record

        sys.exit(record(sys.argv[2:]))
    if sys.argv[1:2] == ["review"]:
        from review_load import main as review

        sys.exit(review(sys.argv[2:]))
    from bench import main

    sys.exit(main())
