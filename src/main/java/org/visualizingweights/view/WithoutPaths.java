package org.visualizingweights.view;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Sentences about runs as they are shown in a browser: they name files and folders, and do not say
 * where on this machine these are.
 */
public final class WithoutPaths {
  /** Where a path begins there is nothing of a word or an address before it. */
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?<![^\\s\"'(\\[=])(?:[A-Za-z]:)?[/\\\\](?:[^\\s\"'()/\\\\]+[/\\\\])*"
              + "([^\\s\"'()/\\\\]+)[/\\\\]?");

  private WithoutPaths() {}

  /**
   * The same sentence with every absolute path cut down to its last name.
   *
   * @param folder whose name may have spaces in it; what lies in it keeps the way from there
   */
  public static String of(String sentence, Path folder) {
    String within = sentence.replace(folder + File.separator, "");
    Path name = folder.getFileName();
    String known = name == null ? within : within.replace(folder.toString(), name.toString());
    return ABSOLUTE.matcher(known).replaceAll("$1");
  }
}
