package org.visualizingweights.files;

/** A file that is not what it should be; the message ends a sentence that begins with its name. */
public final class UnusableFile extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableFile(String problem) {
    super(problem);
  }
}
