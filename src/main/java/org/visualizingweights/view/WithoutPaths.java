package org.visualizingweights.view;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of runs where others may read it: on the page, in reports and in charts. It names
 * files and folders, and does not say where on this machine these are; the console, the manifest
 * and the log do.
 */
public final class WithoutPaths {
  /** Where a path begins there is nothing of a word or an address before it. */
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?<![^\\s\"'(\\[=])(?:[A-Za-z]:)?[/\\\\](?:[^\\s\"'()/\\\\]+[/\\\\])*"
              + "([^\\s\"'()/\\\\]+)[/\\\\]?");

  /** Of a value that is nothing else, names may have spaces in them. */
  private static final Pattern WHOLE =
      Pattern.compile("(?:[A-Za-z]:)?[/\\\\](?:[^/\\\\]+[/\\\\])*([^/\\\\]+)[/\\\\]?");

  private WithoutPaths() {}

  /** The same sentence with every absolute path cut down to its last name. */
  public static String of(String sentence) {
    return ABSOLUTE.matcher(sentence).replaceAll("$1");
  }

  /** Settings, of which some are files or folders: these with their names alone. */
  public static Map<String, String> ofSettings(Map<String, String> settings) {
    Map<String, String> shown = new LinkedHashMap<>();
    settings.forEach((key, value) -> shown.put(key, ofSetting(value)));
    return shown;
  }

  private static String ofSetting(String value) {
    Matcher path = WHOLE.matcher(value);
    return path.matches() ? path.group(1) : value;
  }

  /**
   * The same sentence with every absolute path cut down to its last name.
   *
   * @param folder whose name may have spaces in it; what lies in it keeps the way from there
   */
  public static String of(String sentence, Path folder) {
    String within = sentence.replace(folder + File.separator, "");
    Path name = folder.getFileName();
    String known = name == null ? within : within.replace(folder.toString(), name.toString());
    return of(known);
  }
}
