# Diagnostics of the R package posterior for every csv in a folder (draws in rows, chains in columns, no header): "name value" lines beside it.
# An empty folder gets the package's own example draws first.
suppressMessages(library(posterior))
folder <- commandArgs(trailingOnly = TRUE)[1]
if (length(list.files(folder, "[.]csv$")) == 0) {
  examples <- list(schools = example_draws("eight_schools"), normal = example_draws("multi_normal"))
  for (set in names(examples)) {
    for (v in variables(examples[[set]])) {
      x <- extract_variable_matrix(examples[[set]], v)
      lines <- apply(x, 1, function(row) paste(sprintf("%.17g", row), collapse = ","))
      writeLines(lines, file.path(folder, paste0(set, "_", gsub("[^A-Za-z0-9]", "_", v), ".csv")))
    }
  }
}
for (path in list.files(folder, "[.]csv$", full.names = TRUE)) {
  x <- unname(as.matrix(read.csv(path, header = FALSE)))
  values <- suppressWarnings(c(
    rhat = rhat(x), rhat_basic = rhat_basic(x), rhat_unsplit = rhat_basic(x, split = FALSE),
    ess_bulk = ess_bulk(x), ess_tail = ess_tail(x), ess_mean = ess_mean(x), ess_sd = ess_sd(x),
    ess_median = ess_median(x), ess_unsplit = ess_basic(x, split = FALSE),
    sapply(c(ess_q0 = 0, ess_q10 = 0.1, ess_q100 = 1), function(p) unname(ess_quantile(x, p))),
    mcse_mean = mcse_mean(x), mcse_sd = mcse_sd(x), mcse_median = mcse_median(x),
    sapply(c(mcse_q5 = 0.05, mcse_q95 = 0.95), function(p) unname(mcse_quantile(x, p))),
    mean = mean(x), sd = sd(x), sapply(c(q5 = 0.05, q50 = 0.5, q95 = 0.95), function(p) unname(quantile2(x, p)))))
  writeLines(paste(names(values), sprintf("%.17g", values)), sub("csv$", "txt", path))
}
