package org.visualizingweights.model;

/**
 * What stands on the body of the network and turns its features into classes, by its name in YAML
 * in lower case, with a dash.
 */
public enum Head {
  /**
   * fastai's: max and average pooling side by side, batch norm, dropout, linear 512, ReLU, batch
   * norm, dropout, linear.
   */
  CONCAT_POOL,
  /** torchvision's: average pooling and one linear layer. */
  LINEAR
}
