"""What a class has understood of a lesson: figures of its tests, as a page and as a sheet."""
