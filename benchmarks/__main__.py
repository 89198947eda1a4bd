"""`python -m benchmarks`: what `make bench` runs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import main

if __name__ == "__main__":
    sys.exit(main())
