# A file of InferenceData as xarray writes it: compressed, with a coordinate of strings, truths as bytes.
import sys
import numpy as np
import xarray as xr

path = sys.argv[1]
posterior = xr.Dataset(
    {"theta": (("chain", "draw", "school"), np.arange(24.0).reshape(2, 3, 4) / 7)},
    coords={"chain": [0, 1], "draw": [0, 1, 2], "school": ["a", "bb", "ccc", "d"]})
posterior.to_netcdf(path, group="posterior", engine="netcdf4", encoding={"theta": {"zlib": True}})
stats = xr.Dataset({"diverging": (("chain", "draw"), np.array([[True, False, False], [False, False, True]]))})
stats.to_netcdf(path, group="sample_stats", mode="a", engine="netcdf4")
xr.Dataset({"y": (("school",), np.array([5.0, 6, 7, 8]))}).to_netcdf(path, group="observed_data", mode="a", engine="netcdf4")
