# The R package migest on the tables that bench/flows.py hands over. Its source is no part of this repository: it is taken
# from an installed package, or, where MIGEST_SOURCE names a folder, from the files in it.
# Usage: Rscript flows_migest.R FOLDER draw|fixed quiet|independent|open
given <- commandArgs(trailingOnly = TRUE)
folder <- given[1]
source_folder <- Sys.getenv("MIGEST_SOURCE")
if (nzchar(source_folder)) {
  for (file in list.files(source_folder, pattern = "[.]R$", full.names = TRUE)) source(file)
  version <- Sys.getenv("MIGEST_VERSION", "unknown")
  home <- globalenv()
} else {
  suppressMessages(library(migest))
  version <- as.character(packageVersion("migest"))
  home <- asNamespace("migest")
}
if (given[2] == "fixed") {
  # the package draws where its rounding residual goes; to compare, it goes to the place with most natives
  put <- function(x, size, ...) x[1]
  if (identical(home, globalenv())) assign("sample", put, envir = globalenv()) else {
    unlockBinding("sample", as.environment("package:base")); assign("sample", put, envir = as.environment("package:base"))
  }
}
table_of <- function(name) {
  made <- as.matrix(read.csv(file.path(folder, name), header = FALSE))
  places <- paste0("P", sprintf("%04d", seq_len(nrow(made))))
  dimnames(made) <- list(places, places)
  made
}
m1 <- table_of("start.csv"); m2 <- table_of("end.csv")
sums <- read.csv(file.path(folder, "sums.csv"), header = FALSE)
b <- setNames(sums[[1]], rownames(m1)); d <- setNames(sums[[2]], rownames(m1))
arguments <- if ("m1" %in% names(formals(ffs_demo))) list(m1 = m1, m2 = m2, b_por = b, d_por = d) else
  list(stock_start = m1, stock_end = m2, births = b, deaths = d)
if (given[3] == "independent") arguments$stayer_assumption <- FALSE
how <- intersect(c("match_pob_tot_method", "match_birthplace_tot_method"), names(formals(ffs_demo)))
if (given[3] == "open") arguments[[how]] <- "open"
seconds <- system.time(made <- do.call(ffs_demo, arguments))[["elapsed"]]
flow <- apply(made, c(1, 2), sum); diag(flow) <- 0
write.table(format(flow, digits = 17), file.path(folder, "flow.csv"), sep = ",", quote = FALSE, row.names = FALSE, col.names = FALSE)
status <- if (file.exists("/proc/self/status")) readLines("/proc/self/status") else character()
peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", status, value = TRUE)))
cat(sprintf('{"version": "%s", "r": "%s", "seconds": %.3f, "peak_mb": %.0f}\n', version,
            paste(R.version$major, R.version$minor, sep = "."), seconds, if (length(peak)) peak / 1024 else -1))
