package org.visualizingweights;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells why no folder can be made somewhere: there is a file of that name, or on the way there. */
public final class FileInTheWay {
  private FileInTheWay() {}

  /**
   * Looks for one.
   *
   * @param folder that was to be made, or to be there
   * @return what is in the way and what to do, to end a sentence; empty where nothing is
   */
  public static Optional<String> of(Path folder) {
    return Stream.iterate(folder.toAbsolutePath().normalize(), p -> p != null, Path::getParent)
        .filter(place -> Files.exists(place, LinkOption.NOFOLLOW_LINKS))
        .findFirst()
        .filter(place -> !Files.isDirectory(place))
        .map(place -> place + " is " + kind(place) + ": move it away, or name another folder");
  }

  private static String kind(Path place) {
    return Files.exists(place) ? "a file, not a folder" : "a link that leads nowhere";
  }
}
