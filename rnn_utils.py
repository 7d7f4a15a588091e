"""What lessons import: the names of the helpers, which the modules below hold.

Nothing in here answers an exercise. All that this module imports is handed on, so it imports only
what a lesson uses.
"""

from rnn_answers import model_answer
from rnn_basic_diagrams import draw_feed_forward, draw_rnn_cell, draw_unrolled_rnn
from rnn_check import check, progress, when_written
from rnn_diagrams import draw_lstm_cell, draw_unrolled_lstm
from rnn_figures import (
    CLASS_COLOURS,
    CLASS_FILLS,
    COLOURS,
    FILLS,
    INK,
    new_figure,
    plot_states,
    show_figure,
)
from rnn_gradients import gradient_check, gradient_errors, numeric_gradient
from rnn_language import follow_notebook as _follow_notebook
from rnn_language import language
from rnn_memory import draw_gru_cell, draw_shaded_text, draw_truncation, load_contest
from rnn_predict import predict
from rnn_profile import profile_lines
from rnn_speed import Ladder, clock, compare_speed
from rnn_text import (
    ColouredText,
    alphabet_of,
    harmony_share,
    load_own_words,
    load_words,
    nearest_word,
    split_words,
)
from rnn_training import (
    Adam,
    clip_gradients,
    initialise_lstm,
    initialise_parameters,
    initialise_rnn,
    one_hot,
)

# The notebook that imports this module says in its metadata which language it is in.
_follow_notebook()

__all__ = sorted(name for name in globals() if not name.startswith("_"))
