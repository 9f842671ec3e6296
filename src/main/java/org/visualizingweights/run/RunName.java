package org.visualizingweights.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.visualizingweights.UserError;
import org.visualizingweights.Visible;

/** What the folders of runs and sweeps are called: {@code <experiment>/<start in UTC>}. */
public final class RunName {
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int START_LENGTH = 20;

  /** What every file system takes as one folder's name. */
  private static final Pattern PLAIN = Pattern.compile("(?!\\.)[^/\\\\:*?\"<>|]+");

  /** In UTF-8: file systems take 255, and files are named after it. */
  private static final int MOST_BYTES = 200;

  private RunName() {}

  /** What the folder is called of what began then. */
  public static String of(Instant start) {
    return START.format(start);
  }

  /**
   * When that began whose folder is called so, if the name says so, perhaps with more behind it.
   */
  static Optional<Instant> start(String name) {
    try {
      String start = name.substring(0, Math.min(name.length(), START_LENGTH));
      return Optional.of(START.parse(start, Instant::from));
    } catch (DateTimeParseException renamed) {
      return Optional.empty();
    }
  }

  /**
   * Whether a name is that of something in a folder, rather than a way out of it. Manifests are
   * read of experiments that have names which only some file systems take.
   */
  static boolean staysInItsFolder(String name) {
    return name.matches("[^\\p{Cntrl}/\\\\]{1,255}") && !name.matches("\\.+");
  }

  /**
   * The folder that the runs of an experiment are in.
   *
   * @param runs folder of all runs
   * @throws UserError if its name cannot be a folder's
   */
  static Path parent(Path runs, Manifest manifest) {
    String name = plain(manifest);
    try {
      return runs.resolve(name);
    } catch (InvalidPathException e) {
      throw UserError.badInput(
          ("\"%s\" cannot be a folder's name here, where names of files are written in %s: use"
                  + " plain letters, or start Java where they are in UTF-8, as with LC_ALL=C.UTF-8")
              .formatted(name, System.getProperty("sun.jnu.encoding")));
    }
  }

  private static String plain(Manifest manifest) {
    String name = manifest.experiment().name();
    if (PLAIN.matcher(name).matches()
        && Visible.all(name)
        && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
        && staysInItsFolder(name)) {
      return name;
    }
    boolean watched = manifest.watched().isPresent();
    throw UserError.badInput(
        ("\"%s\" cannot be %s: it is that of a folder, and so has at most %s bytes, no dot at its"
                + " start, none of / \\ : * ? \" < > | in it, and no character that cannot be seen; %s.")
            .formatted(
                Visible.of(name),
                watched ? "a run's name" : "an experiment's name",
                MOST_BYTES,
                watched ? "choose another" : "rename its file"));
  }
}
