/**
 * The network: {@link org.visualizingweights.model.ResNet18} as a Deeplearning4j graph, its heads,
 * its first values, and its parameters under torchvision's names.
 *
 * <p>It knows the layers that it is built from, and neither data nor training.
 */
package org.visualizingweights.model;
