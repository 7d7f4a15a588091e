# Run by kernel.js in a notebook's Python, in the folder of the helpers: the notebook's comes later.
import os
import sys

import pyodide_kernel  # noqa: F401  makes IPython's shell
from matplotlib_inline import backend_inline  # noqa: F401  brings Matplotlib

import rnn_utils  # noqa: F401

# The helpers are found from any folder. The notebook's comes last: each look into it asks the page,
# through a service worker.
sys.path.remove("")
sys.path += [os.getcwd(), ""]
