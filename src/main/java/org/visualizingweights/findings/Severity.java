package org.visualizingweights.findings;

/** How much a finding matters. */
public enum Severity {
  NOTE,
  /** Something to be mended. */
  WARNING
}
