"""What can go wrong on the way from overlapping lists to an estimate, named."""

from __future__ import annotations


class EstimationError(Exception):
    """Something asked of this room cannot be done; the message says what was wrong and what was expected."""


class TableError(EstimationError, ValueError):
    """The capture histories or counts are not a table of overlapping lists."""


class ModelError(EstimationError, ValueError):
    """A model was named that the table, or the notation, does not know."""


class TooManyModelsError(ModelError):
    """So many models cannot all be fitted."""


class NoEstimateError(EstimationError):
    """The lists cannot carry the estimate that was asked for; the message says why."""


class SettingError(EstimationError, ValueError):
    """A level, a number of folds or resamples, or another setting lies outside what makes sense."""


class MissingExtraError(EstimationError, ModuleNotFoundError):
    """A package is needed that is not installed; the message names the extra that brings it."""
