"""Log-linear models with a prior: their posteriors by importance sampling, without chains."""
