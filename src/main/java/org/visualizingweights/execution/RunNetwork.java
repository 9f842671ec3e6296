package org.visualizingweights.execution;

import java.util.List;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.training.TrainedNetwork;

/**
 * The network of a run, ready to be trained.
 *
 * @param architecture what is recorded of it
 * @param compute what computes it
 * @param weights that it really starts from
 * @param notes what was replaced in it, made anew or left out, each in a few words
 */
record RunNetwork(
    TrainedNetwork trained,
    Architecture architecture,
    Compute compute,
    Provenance weights,
    List<String> notes) {}
