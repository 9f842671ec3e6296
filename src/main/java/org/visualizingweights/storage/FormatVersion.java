package org.visualizingweights.storage;

import org.visualizingweights.UserError;

/** Tells what is too new and what is too old to be read. */
final class FormatVersion {
  private FormatVersion() {}

  /**
   * @param what is in the version that was found: a subject and its verb
   * @throws UserError where it is older than the oldest that can be read, or newer than the newest
   */
  static void check(String what, int found, int oldest, int newest) {
    if (found < oldest || found > newest) {
      throw UserError.unavailable(
          "%s in version %s of the format, of a program %s this one, which reads versions %s to %s."
                  .formatted(
                      what, found, found > newest ? "newer than" : "older than", oldest, newest)
              + " Use the program that wrote it"
              + (found > newest ? ", or a newer one" : ""));
    }
  }
}
