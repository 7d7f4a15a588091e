"""The course in other languages: what is to be translated, the catalogues, the editions made of them.

A language is a folder of ``locale/``: a ``.po`` file for each lesson, and ``messages.po``.
Public face: `messages`, `catalogue`, `parity`, `editions`, `command`.
"""
