"""Attacks by what is handed in, a module for each family: dicts of `class_harness.Handed`."""
