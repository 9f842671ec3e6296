package org.visualizingweights.run;

import java.util.OptionalDouble;

/**
 * What a validation came to.
 *
 * @param loss the mean over the validation set; may be NaN or infinite
 * @param errorRate the fraction of the validation set that was classified wrongly; empty where
 *     nothing is classified
 */
public record ValidationMetrics(double loss, OptionalDouble errorRate) {}
