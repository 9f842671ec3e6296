package org.visualizingweights.view;

/** What the rows of a strip are. */
enum Scale {
  /** The equal bins of the settings. */
  RANGE,
  /** Sign and power of two. */
  MAGNITUDES
}
