package org.visualizingweights.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.FileInTheWay;
import org.visualizingweights.UserError;

/** Finds files: in the data directories, then in the cache, then at the mirrors. */
public final class FileFinder {
  private final DataSettings settings;
  private final Console console;

  public FileFinder(DataSettings settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  /** Reads a file and checks it while doing so. */
  public interface Reader<T> {
    T read(Path file) throws IOException, UnusableFile;
  }

  /** What was read, and from where. */
  public record FoundFile<T>(Path file, T value) {}

  /**
   * Finds a file and reads it. One that is not what it should be is named in one line and passed
   * over.
   *
   * @param owner the name of the data set that the file is of
   * @throws UserError if the file is nowhere to be had; says where it was looked for
   */
  public <T> FoundFile<T> read(String owner, RemoteFile file, Reader<T> reader) {
    List<Path> folders =
        Stream.concat(
                settings.foldersOf(owner).stream(), Stream.of(settings.cache().resolve(owner)))
            .toList();
    return new Search<T>(owner, folders, remote -> reader, "put all files of " + owner + " there")
        .read(List.of(file));
  }

  /**
   * Finds any of several files that serve equally, and reads it. All of them are looked for before
   * one is downloaded. As their names are theirs alone, they may lie right in the data directories,
   * too.
   *
   * @param owner the name of the folder that they are in, in the data directories or the cache
   * @param readers how each of the files is read
   * @throws UserError if none of them is to be had; says where they were looked for
   */
  public <T> FoundFile<T> readAny(
      String owner, List<RemoteFile> files, Function<RemoteFile, Reader<T>> readers) {
    return new Search<>(owner, settings.placesOf(owner), readers, "put one there").read(files);
  }

  /** The way to one file of several. */
  private final class Search<T> {
    private final Path cache;
    private final List<Path> folders;
    private final Function<RemoteFile, Reader<T>> readers;
    private final String cure;
    private final List<String> problems = new ArrayList<>();

    Search(String owner, List<Path> folders, Function<RemoteFile, Reader<T>> readers, String cure) {
      this.cure = cure;
      this.cache = settings.cache().resolve(owner);
      this.folders = folders;
      this.readers = readers;
    }

    FoundFile<T> read(List<RemoteFile> files) {
      return first(files, this::find)
          .or(() -> first(files, this::download))
          .orElseThrow(() -> notFound(files));
    }

    private Optional<FoundFile<T>> first(
        List<RemoteFile> files, Function<RemoteFile, Optional<FoundFile<T>>> way) {
      return files.stream().map(way).flatMap(Optional::stream).findFirst();
    }

    private Optional<FoundFile<T>> find(RemoteFile file) {
      for (Path candidate : candidates(file)) {
        try {
          return Optional.of(new FoundFile<>(candidate, readers.apply(file).read(candidate)));
        } catch (IOException | UnusableFile e) {
          String problem = candidate + " " + describe(e);
          console.say(problem + "; replace or delete it. Looking elsewhere.");
          problems.add(problem);
        }
      }
      return Optional.empty();
    }

    private Optional<FoundFile<T>> download(RemoteFile file) {
      if (file.urls().isEmpty()) {
        return Optional.empty();
      }
      try {
        Path fetched = new Downloader(console).fetch(file, cache);
        return Optional.of(new FoundFile<>(fetched, readers.apply(file).read(fetched)));
      } catch (UserError e) {
        problems.add(e.getMessage());
      } catch (IOException | UnusableFile e) {
        problems.add(file.name() + ", just downloaded, " + describe(e));
      }
      return Optional.empty();
    }

    private List<Path> candidates(RemoteFile file) {
      return folders.stream()
          .flatMap(folder -> names(file).map(folder::resolve))
          .filter(Files::isRegularFile)
          .toList();
    }

    private UserError notFound(List<RemoteFile> files) {
      String names = files.stream().map(Search::named).collect(Collectors.joining(" or "));
      String places = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
      folders.stream()
          .map(FileInTheWay::of)
          .flatMap(Optional::stream)
          .distinct()
          .forEach(problems::add);
      problems.add(cure);
      return UserError.unavailable(
          "%s is not in %s; %s".formatted(names, places, String.join("; ", problems)));
    }

    /** What must be looked for by hand is named with all that tells it from others. */
    private static String named(RemoteFile file) {
      Fingerprint print = file.fingerprint();
      String unpacked =
          print.measured() == Fingerprint.Measured.CONTENT ? " of what it unpacks to" : "";
      return file.urls().isEmpty()
          ? "%s (SHA-256%s %s)".formatted(file.name(), unpacked, print.sha256())
          : file.name();
    }
  }

  /** A file that is checked by its content may have been unpacked. */
  private static Stream<String> names(RemoteFile file) {
    String name = file.name();
    boolean unpackable =
        file.fingerprint().measured() == Fingerprint.Measured.CONTENT && name.endsWith(".gz");
    return unpackable
        ? Stream.of(name, name.substring(0, name.length() - ".gz".length()))
        : Stream.of(name);
  }

  /** Why a file could not be used, to stand behind its name. */
  public static String describe(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "cannot be read: permission denied";
    }
    return e instanceof IOException ? "cannot be read: " + e.getMessage() : e.getMessage();
  }
}
