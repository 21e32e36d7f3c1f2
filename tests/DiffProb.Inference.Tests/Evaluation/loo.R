# Predictive estimates of the R package loo for each csv in a folder of log-likelihoods (draws in rows, data in columns, no header): "name value" lines beside it;
# and the comparison of the first two by name.
suppressMessages(library(loo))
folder <- commandArgs(trailingOnly = TRUE)[1]
write_values <- function(values, path) writeLines(paste(names(values), sprintf("%.17g", values)), path)
paths <- sort(list.files(folder, "[.]csv$", full.names = TRUE))
estimates <- lapply(paths, function(path) {
  x <- unname(as.matrix(read.csv(path, header = FALSE)))
  l <- suppressWarnings(loo(x, r_eff = rep(1, ncol(x))))
  w <- suppressWarnings(waic(x))
  half <- suppressWarnings(loo(x, r_eff = rep(0.5, ncol(x))))
  smoothed <- weights(suppressWarnings(psis(-x[, 1], r_eff = 1)))
  named <- function(name, values) setNames(values, paste0(name, "_", seq_along(values) - 1))
  write_values(c(
    elpd_loo = l$estimates["elpd_loo", 1], elpd_loo_se = l$estimates["elpd_loo", 2], p_loo = l$estimates["p_loo", 1], p_loo_se = l$estimates["p_loo", 2],
    looic = l$estimates["looic", 1], elpd_half = half$estimates["elpd_loo", 1],
    elpd_waic = w$estimates["elpd_waic", 1], elpd_waic_se = w$estimates["elpd_waic", 2], p_waic = w$estimates["p_waic", 1],
    named("k", pareto_k_values(l)), named("khalf", pareto_k_values(half)), named("pointwise", l$pointwise[, "elpd_loo"]), named("logweight", as.vector(smoothed)[1:50])),
    sub("csv$", "txt", path))
  l
})
difference <- loo_compare(estimates[1:2])
write_values(c(elpd_diff = difference[2, "elpd_diff"], se_diff = difference[2, "se_diff"]), file.path(folder, "compare.txt"))
