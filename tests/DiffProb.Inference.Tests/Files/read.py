# Opens a file of InferenceData as ArviZ does, group by group, and checks names, dimensions, types and numbers.
import sys
import numpy as np
import xarray as xr

path, engine = sys.argv[1:]
groups = {g: xr.open_dataset(path, group=g, engine=engine).load() for g in ("posterior", "sample_stats", "log_likelihood", "observed_data")}
posterior, stats, likelihood, observed = groups.values()
assert sorted(posterior.data_vars) == ["covariance", "inner.scale", "mu", "theta", "x[3]"], list(posterior.data_vars)
assert posterior["mu"].dims == ("chain", "draw") and posterior["mu"].shape == (3, 40)
assert posterior["theta"].dims == ("chain", "draw", "theta_dim_0") and posterior["theta"].shape == (3, 40, 4)
assert posterior["covariance"].dims == ("chain", "draw", "covariance_dim_0", "covariance_dim_1")
assert list(posterior["chain"].values) == [0, 1, 2] and list(posterior["draw"].values) == list(range(40))
assert posterior["mu"].values[0, 1] == 5e-324 and posterior["mu"].values[0, 2] == 1 / 3
assert posterior.attrs["inference_library"] == "DiffProb" and posterior.attrs["tuning_steps"] == 500, posterior.attrs
assert int(posterior.attrs["seed"]) == 18446744073709551557, posterior.attrs
assert sorted(stats.data_vars) == ["acceptance_rate", "diverging", "energy", "lp", "n_steps", "step_size", "tree_depth"], list(stats.data_vars)
assert stats["diverging"].dtype == bool and int(stats["diverging"].sum()) == 1 and bool(stats["diverging"].values[1, 7])
assert stats["tree_depth"].dtype == np.int64 and list(stats["tree_depth"].values[0, :3]) == [3, 4, 3]
assert likelihood["y"].dims == ("chain", "draw", "y_dim_0") and likelihood["z"].dims == ("chain", "draw")
assert observed["y"].dims == ("y_dim_0",) and observed["y"].values[1] == -2.5
assert observed["counts"].dtype == np.int64 and observed["seen"].dtype == bool and float(observed["z"]) == 0.25
assert float(posterior.sel(chain=1)["theta"].mean()) == float(posterior["theta"].values[1].mean())
print("all as expected")
