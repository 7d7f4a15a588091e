"""``python -m autograder.run.gradescope``: see `inside.main`."""

import sys

from autograder.run.gradescope.inside import main

sys.exit(main())
