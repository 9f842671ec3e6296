package org.visualizingweights.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.visualizingweights.UserError;
import org.visualizingweights.data.FolderListing.Image;
import org.visualizingweights.data.pictures.PictureReader;
import org.visualizingweights.data.pictures.UnreadablePicture;
import org.visualizingweights.files.Console;
import org.visualizingweights.files.FileFinder;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.host.Threads;

/**
 * Images in a folder with one subfolder for each class, in any form that the JDK's ImageIO reads.
 *
 * <p>Each image's square centre is scaled to the image size. The images are known by a SHA-256 for
 * each class, under its name and a slash: that of the names of its images in their order, each in
 * UTF-8 with a zero behind it and the SHA-256 of its file.
 */
final class ImageFolder {
  private static final int CHANNELS = 3;
  private static final int MOST_NAMED = 10;

  private final Path folder;
  private final int size;
  private final FolderListing listing;

  /** What is wrong with which image. */
  private final SortedMap<Integer, String> problems = new ConcurrentSkipListMap<>();

  private ImageFolder(Path folder, int size, FolderListing listing) {
    this.folder = folder;
    this.size = size;
    this.listing = listing;
  }

  /**
   * Reads all images of a folder, in three channels.
   *
   * @param size height and width to which they are scaled
   * @param console is told what of the folder is left out
   * @throws UserError if the folder has fewer than two classes, a class has no images, or files
   *     cannot be used; names the first ten
   */
  static ImagesInMemory read(Path folder, int size, Console console) {
    try {
      FolderListing listing = FolderListing.of(folder);
      listing.remarks().forEach(console::say);
      return new ImageFolder(folder, size, listing).read();
    } catch (IOException e) {
      String what = e instanceof FileSystemException failed ? failed.getFile() : folder.toString();
      throw UserError.unavailable("the folder %s %s".formatted(what, FileFinder.describe(e)), e);
    }
  }

  private ImagesInMemory read() {
    List<Image> images = listing.images();
    ImagesInMemory.Shape shape = new ImagesInMemory.Shape(CHANNELS, size, size);
    byte[] pixels = new byte[bytes(images.size(), shape)];
    byte[] labels = new byte[images.size()];
    byte[][] sums = new byte[images.size()][];
    PictureReader pictures = new PictureReader(freeMemory());
    Threads.share(
        images.size(),
        i -> {
          labels[i] = (byte) images.get(i).label();
          try {
            byte[] file = Files.readAllBytes(images.get(i).file());
            sums[i] = Fingerprint.sha256Digest().digest(file);
            store(scaled(pictures.middle(file)), pixels, i * shape.values());
          } catch (UnreadablePicture e) {
            problems.put(i, e.getMessage());
          } catch (IOException e) {
            problems.put(i, FileFinder.describe(e));
          } catch (OutOfMemoryError e) {
            problems.put(i, "is too large for the memory that there is");
          }
        });
    if (!problems.isEmpty()) {
      throw UserError.unavailable(problemsInWords());
    }
    Path whole = folder.toAbsolutePath().normalize();
    Provenance provenance =
        new Provenance(
            Optional.ofNullable(whole.getFileName()).orElse(whole).toString(),
            whole.toString(),
            fingerprint(sums));
    return new ImagesInMemory(shape, pixels, labels, listing.classes(), provenance);
  }

  private int bytes(int images, ImagesInMemory.Shape shape) {
    long bytes = (long) images * shape.values();
    if (bytes > Integer.MAX_VALUE - 8 || bytes > freeMemory()) {
      throw UserError.badInput(
          String.format(
              Locale.ROOT,
              "%s has %,d images, %,d bytes at size %d; at most 2 GB can be held, and of these %,d MB in"
                  + " the heap: make image-size smaller, or allow the heap more, -Djvm.args=-Xmx4g",
              folder,
              images,
              bytes,
              size,
              freeMemory() >> 20));
    }
    return (int) bytes;
  }

  /** What one array can have of what is left of the heap. */
  private static long freeMemory() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return (runtime.maxMemory() - used) / 3 * 2;
  }

  private String problemsInWords() {
    String first =
        problems.entrySet().stream()
            .limit(MOST_NAMED)
            .map(entry -> listing.images().get(entry.getKey()).file() + " " + entry.getValue())
            .collect(Collectors.joining("\n"));
    return problems.size() == 1
        ? first
        : String.format(
            Locale.ROOT,
            "%s has %,d files that cannot be used%s:\n%s",
            folder,
            problems.size(),
            problems.size() > MOST_NAMED ? ", the first " + MOST_NAMED + " of them" : "",
            first);
  }

  private Map<String, String> fingerprint(byte[][] sums) {
    List<Image> images = listing.images();
    Map<String, String> fingerprint = new HashMap<>();
    int next = 0;
    for (int label = 0; label < listing.classes().size(); label++) {
      MessageDigest digest = Fingerprint.sha256Digest();
      for (; next < images.size() && images.get(next).label() == label; next++) {
        digest.update(images.get(next).name().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(sums[next]);
      }
      fingerprint.put(
          listing.classes().get(label) + Provenance.FOLDER,
          HexFormat.of().formatHex(digest.digest()));
    }
    return fingerprint;
  }

  /** Halved until one bilinear step is enough, so that no pixel is passed over. */
  private BufferedImage scaled(BufferedImage square) {
    BufferedImage current = square;
    while (current.getWidth() > size) {
      current = drawn(current, Math.max(size, (current.getWidth() + 1) / 2));
    }
    return current.getWidth() == size ? current : drawn(current, size);
  }

  private static BufferedImage drawn(BufferedImage source, int side) {
    BufferedImage result = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(source, 0, 0, side, side, null);
    graphics.dispose();
    return result;
  }

  private void store(BufferedImage image, byte[] pixels, int offset) {
    int[] rgb = image.getRGB(0, 0, size, size, null, 0, size);
    int area = size * size;
    for (int i = 0; i < area; i++) {
      pixels[offset + i] = (byte) (rgb[i] >> 16);
      pixels[offset + area + i] = (byte) (rgb[i] >> 8);
      pixels[offset + 2 * area + i] = (byte) rgb[i];
    }
  }
}
