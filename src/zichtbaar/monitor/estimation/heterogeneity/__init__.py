"""People who are easier or harder to find: models of how often somebody is listed.

The models of D. L. Otis, K. P. Burnham, G. C. White, D. R. Anderson, "Statistical inference from capture data on closed
animal populations", Wildlife Monographs 62 (1978), as log-linear models (S. Baillargeon, L.-P. Rivest, "Rcapture:
loglinear models for capture-recapture in R", Journal of Statistical Software 19(5) (2007)).
"""
