"""What people read in their own language: words from catalogues, dates and numbers from Babel.

A text is written in English where it is used, in `Words.gettext` or `Words.ngettext`, and
translated in the catalogues beside this file; they are read as they are, so nothing is compiled.
A test holds them complete. `pybabel extract` and `pybabel update` know both names.
"""
