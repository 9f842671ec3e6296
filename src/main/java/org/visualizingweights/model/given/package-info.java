/**
 * Networks that are given rather than ours: those of Deeplearning4j's zoo, by their names, and
 * those in files that Deeplearning4j saved.
 *
 * <p>{@link org.visualizingweights.model.given.GivenNetwork} is one of them, {@link
 * org.visualizingweights.model.given.Wishes} what an experiment wants of it, {@link
 * org.visualizingweights.model.given.GivenGraph} what comes of it: a graph that Deeplearning4j
 * updates by itself, as its configuration asks for. Whatever an experiment replaces of that is
 * announced; what cannot be had is refused, never dropped. Files are taken for hostile: nothing in
 * them is executed or deserialised by Java, and no size that they state is believed before it has
 * been compared with others. The package knows nothing of experiments, training or runs.
 */
package org.visualizingweights.model.given;
