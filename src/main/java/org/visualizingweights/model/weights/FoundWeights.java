package org.visualizingweights.model.weights;

import java.util.List;
import java.util.Map;
import org.visualizingweights.model.Tensor;

/**
 * A state dict that was found in a file.
 *
 * @param name by which it is found there again; empty where that is not needed
 * @param tensors by their names in PyTorch, in the order of the file
 * @param remarks what the user should know of how it was found, each in a few words
 */
record FoundWeights(String name, Map<String, Tensor> tensors, List<String> remarks) {}
