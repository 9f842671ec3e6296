package org.visualizingweights.watch;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.parameters.ParameterSettings;

/**
 * What a {@link WatchBuilder} was told.
 *
 * @param captured at every step, unless the user says how often
 * @param every steps from one capture to the next, if the user says
 */
record Plan(
    String name,
    String note,
    Path runs,
    CaptureSettings captured,
    OptionalInt every,
    ParameterSettings weights) {}
