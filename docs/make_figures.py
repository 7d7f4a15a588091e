"""Draw the images of the README with the diagrams of the lessons: python docs/make_figures.py"""

from pathlib import Path

from rnn_diagrams import draw_lstm_cell


def main() -> None:
    figure = draw_lstm_cell()
    path = Path(__file__).with_name("lstm_cell.png")
    figure.savefig(
        path, dpi=130, facecolor="white", bbox_inches="tight", metadata={"Software": None}
    )


if __name__ == "__main__":
    main()
