package org.visualizingweights.model;

/** What stands on the body of the network and turns its features into classes. */
public enum Head {
  /**
   * fastai's: max and average pooling side by side, batch norm, dropout, linear 512, ReLU, batch
   * norm, dropout, linear.
   */
  CONCAT_POOL("concat-pool"),
  /** torchvision's: average pooling and one linear layer. */
  LINEAR("linear");

  private final String label;

  Head(String label) {
    this.label = label;
  }

  /** The head's name in YAML. */
  public String label() {
    return label;
  }
}
