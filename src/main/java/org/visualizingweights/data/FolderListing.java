package org.visualizingweights.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;

/**
 * What lies in a folder of images: one subfolder for each class, in the order of their names, with
 * its images in the order of theirs.
 *
 * <p>Hidden files are passed over, and so is what systems and programs leave in folders for
 * themselves. All else that is not used is counted.
 */
final class FolderListing {
  /** Labels are bytes. */
  private static final int MOST_CLASSES = 256;

  private static final int MOST_NAMED = 3;

  /** In lower case. */
  private static final Set<String> CLUTTER =
      Set.of(
          "thumbs.db",
          "ehthumbs.db",
          "ehthumbs_vista.db",
          "desktop.ini",
          "picasa.ini",
          "icon\r",
          "__macosx",
          "@eadir",
          "#recycle",
          "@recycle",
          "$recycle.bin",
          "system volume information",
          "lost+found",
          "__pycache__");

  private static final Set<String> SPLITS =
      Set.of("train", "training", "val", "valid", "validation", "test", "testing", "eval", "dev");

  private final Path folder;
  private final List<String> classes = new ArrayList<>();
  private final List<Image> images = new ArrayList<>();

  private final Map<LeftOut, List<Path>> leftOut = new LinkedHashMap<>();

  /** What there is that is not used. */
  private enum LeftOut {
    BESIDE("file beside the classes", "files beside the classes"),
    BELOW("file in folders below a class", "files in folders below a class"),
    DEAD_LINK("link that leads nowhere", "links that lead nowhere"),
    OTHER("other thing", "other things");

    private final String one;
    private final String more;

    LeftOut(String one, String more) {
      this.one = one;
      this.more = more;
    }
  }

  /** An image of a class, and its name in UTF-8. */
  record Image(String name, Path file, int label) {}

  private FolderListing(Path folder) {
    this.folder = folder;
  }

  /**
   * Lists a folder.
   *
   * @throws IOException if it cannot be read
   * @throws UserError if it has fewer than two classes or too many, or a class has no images
   */
  static FolderListing of(Path folder) throws IOException {
    FolderListing listing = new FolderListing(folder);
    listing.list();
    return listing;
  }

  List<String> classes() {
    return classes;
  }

  List<Image> images() {
    return images;
  }

  /** What the user should know of what there is, a line each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!leftOut.isEmpty()) {
      remarks.add(
          "data      left out: "
              + leftOut.entrySet().stream()
                  .map(entry -> leftOut(entry.getKey(), entry.getValue()))
                  .collect(Collectors.joining("; ")));
    }
    if (classes.stream().allMatch(FolderListing::isSplit)) {
      remarks.add(
          "data      %s are taken for classes here; images are to lie in a folder for each class"
              .formatted(String.join(" and ", classes)));
    }
    return remarks;
  }

  private String leftOut(LeftOut what, List<Path> paths) {
    String examples =
        paths.stream()
            .limit(MOST_NAMED)
            .map(path -> folder.relativize(path).toString())
            .collect(Collectors.joining(", "));
    return "%s (%s%s)"
        .formatted(
            Count.of(paths.size(), what.one, what.more),
            examples,
            paths.size() > MOST_NAMED ? ", …" : "");
  }

  private void list() throws IOException {
    List<String> problems = new ArrayList<>();
    for (FolderEntry entry : entries(folder)) {
      if (Files.isDirectory(entry.path())) {
        listClass(entry, problems);
      } else {
        leaveOut(entry.path(), LeftOut.BESIDE);
      }
    }
    if (!problems.isEmpty()) {
      throw UserError.badInput(String.join("\n", problems));
    }
    if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
      throw UserError.badInput(
          "%s has %s; 2 to %s are needed, one for each class"
              .formatted(
                  folder,
                  Count.of(classes.size(), "subfolder of images", "subfolders of images"),
                  MOST_CLASSES));
    }
  }

  private void listClass(FolderEntry directory, List<String> problems) throws IOException {
    int before = images.size();
    int folders = 0;
    for (FolderEntry entry : entries(directory.path())) {
      if (Files.isRegularFile(entry.path())) {
        images.add(new Image(entry.name(), entry.path(), classes.size()));
      } else {
        leaveOut(entry.path(), LeftOut.OTHER);
        folders += Files.isDirectory(entry.path()) ? 1 : 0;
      }
    }
    if (images.size() == before) {
      problems.add(noImages(directory, folders));
    }
    classes.add(directory.name());
  }

  private static String noImages(FolderEntry directory, int folders) {
    String problem = directory.path() + " has no images; it would be a class";
    if (folders == 0) {
      return problem;
    }
    return isSplit(directory.name())
        ? "%s. Did you mean dataset: %s? Its images are divided as split says"
            .formatted(problem, directory.path())
        : "%s. Images are looked for in it, not in its %s"
            .formatted(problem, Count.of(folders, "subfolder"));
  }

  /** Counts a file, or all files of a folder. */
  private void leaveOut(Path path, LeftOut what) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(path)) {
      for (FolderEntry entry : entries(path)) {
        leaveOut(entry.path(), LeftOut.BELOW);
      }
    } else {
      LeftOut reason = Files.exists(path) ? what : LeftOut.DEAD_LINK;
      leftOut.computeIfAbsent(reason, key -> new ArrayList<>()).add(path);
    }
  }

  private static boolean isSplit(String name) {
    return SPLITS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static List<FolderEntry> entries(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(FolderEntry::of)
          .filter(entry -> !entry.isPassedOver())
          .sorted(Comparator.comparing(FolderEntry::name))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * What a folder has.
   *
   * @param name in UTF-8, whatever character set the system would have it in
   */
  private record FolderEntry(String name, Path path) {
    static FolderEntry of(Path path) {
      String uri = path.toUri().getPath();
      int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
      return new FolderEntry(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end), path);
    }

    boolean isPassedOver() {
      return name.startsWith(".") || CLUTTER.contains(name.toLowerCase(Locale.ROOT));
    }
  }
}
