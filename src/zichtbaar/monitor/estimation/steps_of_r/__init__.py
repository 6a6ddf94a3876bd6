"""R's own steps, to the last digit, for who compares with an answer that a package of R printed.

Estimates, errors and limits of the other rooms are maxima and roots. What R prints is where its iterations stop: its
errors are those of the step before the last, its tops and limits as near as a tolerance asks, and on a flat top
rounding alone decides. To check a published number both are wanted, and neither instead of the other.
"""
