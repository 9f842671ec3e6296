package org.visualizingweights.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;

/**
 * Images in a folder with one subfolder for each class, in any form that the JDK's ImageIO reads.
 *
 * <p>Each image's square centre is scaled to the image size; transparency shows white. Hidden files
 * are passed over; classes and images are in the order of their names.
 */
final class ImageFolder {
  private static final int CHANNELS = 3;

  /** Labels are bytes. */
  private static final int MOST_CLASSES = 256;

  private final int size;
  private final List<String> classes = new ArrayList<>();
  private final List<Labelled> files = new ArrayList<>();

  private record Labelled(Path file, int label) {}

  private ImageFolder(int size) {
    this.size = size;
  }

  /**
   * Reads all images of a folder, in three channels.
   *
   * @param size height and width to which they are scaled
   * @throws UserError if the folder has fewer than two classes, a class has no images, or a file is
   *     not an image
   */
  static ImagesInMemory read(Path folder, int size) {
    ImageFolder reader = new ImageFolder(size);
    try {
      reader.list(folder);
    } catch (IOException e) {
      throw UserError.unavailable("cannot read the folder " + e.getMessage(), e);
    }
    return reader.read(folder);
  }

  private void list(Path folder) throws IOException {
    for (Path directory : visible(folder, Files::isDirectory)) {
      List<Path> images = visible(directory, Files::isRegularFile);
      if (images.isEmpty()) {
        throw UserError.badInput("%s has no images; it would be a class".formatted(directory));
      }
      images.forEach(image -> files.add(new Labelled(image, classes.size())));
      classes.add(directory.getFileName().toString());
    }
    if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
      throw UserError.badInput(
          "%s has %d subfolders of images; 2 to %d are needed, one for each class"
              .formatted(folder, classes.size(), MOST_CLASSES));
    }
  }

  private static List<Path> visible(Path folder, Predicate<Path> kind) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(kind)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    }
  }

  private ImagesInMemory read(Path folder) {
    ImagesInMemory.Shape shape = new ImagesInMemory.Shape(CHANNELS, size, size);
    long bytes = (long) files.size() * shape.values();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw UserError.badInput(
          "%s has %,d images, %,d bytes at size %d; at most 2 GB can be held: make image-size smaller"
              .formatted(folder, files.size(), bytes, size));
    }
    byte[] pixels = new byte[(int) bytes];
    byte[] labels = new byte[files.size()];
    Threads.share(
        files.size(),
        i -> {
          labels[i] = (byte) files.get(i).label();
          store(scaled(decode(files.get(i).file())), pixels, i * shape.values());
        });
    String origin = folder.toAbsolutePath().normalize().toString();
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    return new ImagesInMemory(
        shape, pixels, labels, classes, new Provenance(name, origin, Map.of()));
  }

  private static BufferedImage decode(Path file) {
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image == null) {
        throw UserError.unavailable(file + " is not an image that can be read; remove it");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      if (e instanceof UserError) {
        throw (UserError) e;
      }
      // Decoders throw whatever they stumble over in a damaged file.
      throw UserError.unavailable(
          "%s is a damaged image (%s); replace or remove it".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The square centre, halved until one bilinear step is enough, so that no pixel is passed over.
   */
  private BufferedImage scaled(BufferedImage image) {
    int side = Math.min(image.getWidth(), image.getHeight());
    int left = (image.getWidth() - side) / 2;
    int top = (image.getHeight() - side) / 2;
    BufferedImage current = drawn(image.getSubimage(left, top, side, side), side);
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
    graphics.drawImage(source, 0, 0, side, side, Color.WHITE, null);
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
