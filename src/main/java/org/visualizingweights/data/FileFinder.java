package org.visualizingweights.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.visualizingweights.UserError;

/** Finds files: in the user's directories, then in the cache, then at the mirrors. */
public final class FileFinder {
  private final DataSettings settings;
  private final Progress progress;

  public FileFinder(DataSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Reads a file and checks it while doing so. */
  public interface Reader<T> {
    T read(Path file) throws IOException, DamagedFile;
  }

  /** What was read, and from where. */
  public record Found<T>(Path file, T value) {}

  /**
   * Finds a file and reads it. A file of the user's that is not what it should be is named in one
   * line and passed over.
   *
   * @param owner the name of the data set that the file is of
   * @throws UserError if the file is nowhere to be had; says where it was looked for
   */
  public <T> Found<T> read(String owner, RemoteFile file, Reader<T> reader) {
    List<String> problems = new ArrayList<>();
    for (Path candidate : candidates(owner, file)) {
      try {
        return new Found<>(candidate, reader.read(candidate));
      } catch (IOException | DamagedFile e) {
        String problem = candidate + " " + describe(e);
        progress.say(problem + "; replace or delete it. Looking elsewhere.");
        problems.add(problem);
      }
    }
    return download(owner, file, reader, problems);
  }

  private <T> Found<T> download(
      String owner, RemoteFile file, Reader<T> reader, List<String> problems) {
    try {
      Path fetched = new Downloader(progress).fetch(file, settings.cache().resolve(owner));
      return new Found<>(fetched, reader.read(fetched));
    } catch (UserError e) {
      problems.add(e.getMessage());
      throw UserError.unavailable(
          "%s is not in %s; %s"
              .formatted(file.name(), placesOf(owner), String.join("; ", problems)),
          e);
    } catch (IOException | DamagedFile e) {
      throw UserError.unavailable(file.name() + ", just downloaded, " + describe(e), e);
    }
  }

  private List<Path> candidates(String owner, RemoteFile file) {
    Stream<Path> folders =
        Stream.concat(
            settings.foldersOf(owner).stream(), Stream.of(settings.cache().resolve(owner)));
    return folders
        .flatMap(folder -> names(file).map(folder::resolve))
        .filter(Files::isRegularFile)
        .toList();
  }

  /** A file that is checked by its content may have been unpacked. */
  private static Stream<String> names(RemoteFile file) {
    String name = file.name();
    boolean unpackable = file.fingerprint().of() == Fingerprint.Of.CONTENT && name.endsWith(".gz");
    return unpackable
        ? Stream.of(name, name.substring(0, name.length() - ".gz".length()))
        : Stream.of(name);
  }

  private String placesOf(String owner) {
    return String.join(
        ", ",
        Stream.concat(
                settings.foldersOf(owner).stream(), Stream.of(settings.cache().resolve(owner)))
            .map(Path::toString)
            .toList());
  }

  private static String describe(Exception e) {
    return e instanceof IOException ? "cannot be read: " + e.getMessage() : e.getMessage();
  }
}
