"""Mistakes and unusual right answers of lesson 08: the LSTM made fast, and PyTorch's form."""

from autograder.checks.mistakes.bank import right, wrong

WRONG: dict = {}
RIGHT: dict = {}
