"""How many are on no list: multiple systems estimation from the overlaps of lists.

    from zichtbaar.monitor import estimation

    table = estimation.CaptureTable.from_csv("lists.csv")
    fit = estimation.LogLinear("[12,13,4]").fit(table)
    fit.population, fit.interval()
    estimation.bootstrap(table, estimation.Stepwise()).interval()

Everything is deterministic but what takes a seed. Names of papers stand where their formula is used.
"""

from zichtbaar.monitor.estimation.bootstrap import Bootstrap, bootstrap
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import BestOf, Choice, Chooser, Fixed, Stepwise
from zichtbaar.monitor.estimation.errors import EstimationError, ModelError, NoEstimateError, TableError
from zichtbaar.monitor.estimation.existence import Status
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.loglinear import LogLinear, LogLinearFit
from zichtbaar.monitor.estimation.search import ModelAverage, ModelSearch, RankedModel, model_average, search

__all__ = [
    "BestOf",
    "Bootstrap",
    "CaptureTable",
    "Choice",
    "Chooser",
    "EstimationError",
    "Fixed",
    "LogLinear",
    "LogLinearFit",
    "ModelAverage",
    "ModelError",
    "ModelSearch",
    "NoEstimateError",
    "PopulationInterval",
    "RankedModel",
    "Status",
    "Stepwise",
    "TableError",
    "bootstrap",
    "model_average",
    "search",
]
