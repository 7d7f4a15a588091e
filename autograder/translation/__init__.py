"""The course in other languages: what there is to translate, catalogues, editions.

A language is a folder of ``locale/``: a ``.po`` file for each lesson, and ``messages.po``.
Public face: `messages`, `catalogue`, `status`, `editions`, `command`.
"""
