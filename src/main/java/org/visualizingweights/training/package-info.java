/**
 * Training: {@link org.visualizingweights.training.Trainer} fits a network epoch by epoch and
 * validates it; gradients become updates as in PyTorch; layer groups can be frozen or have learning
 * rates of their own; {@link org.visualizingweights.training.Checkpoints} make it possible to go on
 * after any step.
 *
 * <p>It does not know what experiment it serves, nor what is captured of it.
 */
package org.visualizingweights.training;
