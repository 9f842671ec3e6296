package org.visualizingweights.data.pictures;

/**
 * A file that cannot be used as a picture; the message ends a sentence that begins with its name,
 * and says what to do.
 */
public final class UnreadablePicture extends Exception {
  private static final long serialVersionUID = 1L;

  private UnreadablePicture(String problem, Throwable cause) {
    super(problem, cause);
  }

  UnreadablePicture(String problem) {
    this(problem, null);
  }

  /** One that has lost something of what it once held. */
  static UnreadablePicture damaged(String how) {
    return damaged(how, null);
  }

  static UnreadablePicture damaged(String how, Throwable cause) {
    return new UnreadablePicture(
        "is a damaged image (%s); replace or remove it".formatted(how), cause);
  }

  /** One that may well be whole, of a kind that is not known here. */
  static UnreadablePicture foreign(String what) {
    return new UnreadablePicture(
        "is %s, which cannot be read here; convert it to PNG or JPEG".formatted(what));
  }
}
