package org.visualizingweights.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where data is looked for.
 *
 * @param directories that have data in them, the user's before what comes with the project: a
 *     folder for each data set, or the folder of one data set itself, by its name
 * @param cache where downloads are kept, a folder for each data set
 * @param sources where data sets can be downloaded, by their names
 */
public record DataSettings(
    List<Path> directories, Path cache, Map<String, DownloadSource> sources) {

  public DataSettings {
    directories = List.copyOf(directories);
    sources = Map.copyOf(sources);
  }

  /**
   * What one data set is made of.
   *
   * @param mirrors folders that hold all of its files, in the order in which they are tried; none
   *     where it is not to be downloaded
   * @param files what each file must hold, by its name
   * @param license under which it may be used, where that is known
   */
  public record DownloadSource(
      List<URI> mirrors, Map<String, Fingerprint> files, Optional<String> license) {
    public DownloadSource {
      mirrors = List.copyOf(mirrors);
      files = Map.copyOf(files);
    }

    /** A file of this source, with a URL at each mirror. */
    public RemoteFile file(String name) {
      List<URI> urls = mirrors.stream().map(mirror -> asFolder(mirror).resolve(name)).toList();
      return new RemoteFile(name, urls, files.get(name));
    }

    private static URI asFolder(URI uri) {
      return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
    }
  }

  /**
   * All places where a file may lie whose name is its own: in folders of its owner, right in the
   * directories, and in the cache.
   */
  public List<Path> placesOf(String owner) {
    return Stream.of(foldersOf(owner), directories, List.of(cache.resolve(owner)))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** The directories' folders that may hold a data set, the likeliest first. */
  List<Path> foldersOf(String dataset) {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path directory : directories) {
      folders.add(directory.resolve(dataset));
      Path own = directory.toAbsolutePath().normalize().getFileName();
      if (own != null && own.toString().equalsIgnoreCase(dataset)) {
        folders.add(directory);
      }
    }
    return List.copyOf(folders);
  }
}
