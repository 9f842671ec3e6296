/**
 * Networks as Deeplearning4j graphs: {@link org.visualizingweights.model.Network} is what the rest
 * needs to know of one, {@link org.visualizingweights.model.ResNet} those that there are; with
 * their heads, first values, and parameters under torchvision's names.
 *
 * <p>It knows the layers that it is built from, and neither data nor training.
 */
package org.visualizingweights.model;
