"""How many are on no list: multiple systems estimation from the overlaps of lists.

    from zichtbaar.monitor import estimation

    table = estimation.CaptureTable.from_csv("lists.csv")
    fit = estimation.LogLinear("[12,13,4]").fit(table)
    fit.population, fit.interval()
    estimation.bootstrap(table, estimation.Stepwise()).interval()

    by_sex = estimation.stratified(estimation.read_strata("lists.csv", by=["sex"]), n_resamples=1000)
    print(estimation.side_by_side(by_sex))

    estimation.doubly_robust(on_police, on_care, ages_and_regions).interval()

Everything is deterministic but what takes a seed. Names of papers stand where their formula is used.
"""

from zichtbaar.monitor.estimation.bayesian.averaging import BayesianAverage, bayesian_average
from zichtbaar.monitor.estimation.bayesian.thresholding import ThresholdedPosterior, bayesian_threshold
from zichtbaar.monitor.estimation.bootstrap import Bootstrap, bootstrap
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import BestOf, Choice, Chooser, Fixed, Stepwise
from zichtbaar.monitor.estimation.decomposable import DecomposableAverage, decomposable, decomposable_panel
from zichtbaar.monitor.estimation.doubly_robust import AdjustedEstimate, DoublyRobust, doubly_robust
from zichtbaar.monitor.estimation.errors import (
    EstimationError,
    MissingExtraError,
    ModelError,
    NoEstimateError,
    SettingError,
    TableError,
    TooManyModelsError,
)
from zichtbaar.monitor.estimation.estimating import MethodPanel, PopulationEstimate, Settings, estimate, panel
from zichtbaar.monitor.estimation.heterogeneity.corrected import CorrectedEstimate, corrected_m0
from zichtbaar.monitor.estimation.heterogeneity.fitting import ClosedFit, closed_population, lower_bound
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.latent_class import LatentClass, latent_class
from zichtbaar.monitor.estimation.loglinear import LogLinear, LogLinearFit
from zichtbaar.monitor.estimation.reporting import Report, report
from zichtbaar.monitor.estimation.search import ModelAverage, ModelSearch, RankedModel, descend, model_average, search
from zichtbaar.monitor.estimation.sensitivity import SensitivityPoint, sensitivity_curve
from zichtbaar.monitor.estimation.splitting import read_strata, split
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit
from zichtbaar.monitor.estimation.strata import StratifiedEstimate, StratifiedTotal, StratumEstimate, stratified
from zichtbaar.monitor.estimation.strata_words import side_by_side
from zichtbaar.monitor.estimation.verdict import Verdict
from zichtbaar.monitor.regression.existence import Status

__all__ = [
    "AdjustedEstimate",
    "BayesianAverage",
    "BestOf",
    "Bootstrap",
    "CaptureTable",
    "Choice",
    "Chooser",
    "ClosedFit",
    "ClosedModel",
    "CorrectedEstimate",
    "DecomposableAverage",
    "DoublyRobust",
    "EstimationError",
    "Fixed",
    "GlmFit",
    "LatentClass",
    "LogLinear",
    "LogLinearFit",
    "MethodPanel",
    "MissingExtraError",
    "ModelAverage",
    "ModelError",
    "ModelSearch",
    "NoEstimateError",
    "PopulationEstimate",
    "PopulationInterval",
    "RankedModel",
    "Report",
    "SensitivityPoint",
    "SettingError",
    "Settings",
    "Status",
    "Stepwise",
    "StratifiedEstimate",
    "StratifiedTotal",
    "StratumEstimate",
    "TableError",
    "ThresholdedPosterior",
    "TooManyModelsError",
    "Verdict",
    "bayesian_average",
    "bayesian_threshold",
    "bootstrap",
    "closed_population",
    "corrected_m0",
    "decomposable",
    "decomposable_panel",
    "descend",
    "doubly_robust",
    "estimate",
    "latent_class",
    "lower_bound",
    "model_average",
    "panel",
    "read_strata",
    "report",
    "search",
    "sensitivity_curve",
    "side_by_side",
    "split",
    "stratified",
]
