"""The executor on several machines: Dask carries chunks of submissions to judges and back.

`access` says who may talk to whom, `archive` is the course on its way to the workers, `parcel` the
submissions on theirs, `chunks` decides what goes together and what is tried again, `station` runs
in a worker, `executor` in the run. Only `executor`, `station` and `preload` import Dask, which is
the extra ``cluster``. Nothing of `run` imports this folder.
"""
