package org.visualizingweights.data.pictures;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * Reads pictures, by many threads at once, in any form that the JDK's ImageIO reads.
 *
 * <p>No more of them are decoded at once than there is memory for.
 */
public final class PictureReader {
  private static final Duration MOST_TIME = Duration.ofMinutes(1);

  /** How libjpeg begins all that it says of what has been lost. */
  private static final String CORRUPT = "Corrupt JPEG data";

  /** Bytes of the upright square for each of its pixels, and of its half. */
  private static final int SQUARE_BYTES = 5;

  private final int megabytes;
  private final Semaphore memory;

  /**
   * @param bytes of the heap that may be used
   */
  public PictureReader(long bytes) {
    megabytes = (int) Math.min(Integer.MAX_VALUE, bytes >> 20);
    memory = new Semaphore(megabytes);
  }

  /**
   * The square in the middle of a picture, upright, as {@code TYPE_INT_RGB}.
   *
   * @throws UnreadablePicture if the file is no picture, or damaged, or of a kind that cannot be
   *     read, or takes more memory or time than there is
   */
  public BufferedImage middle(byte[] file) throws UnreadablePicture {
    PictureFile picture = PictureFile.of(file);
    FileBytes bytes = new FileBytes(picture.bytes());
    Iterator<ImageReader> readers = ImageIO.getImageReaders(bytes);
    if (!readers.hasNext()) {
      throw FileSignature.refusal(file);
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(bytes, true, true);
      return middle(reader, bytes, picture);
    } catch (IOException | RuntimeException e) {
      // Decoders throw whatever they stumble over in a damaged file.
      throw bytes.timeIsOver() ? tooSlow() : refusal(e);
    } finally {
      reader.dispose();
    }
  }

  private BufferedImage middle(ImageReader reader, FileBytes bytes, PictureFile picture)
      throws IOException, UnreadablePicture {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    int needed = megabytes(reader, width, height);
    if (needed > megabytes) {
      throw tooLarge(width, height);
    }
    memory.acquireUninterruptibly(needed);
    try {
      bytes.allow(MOST_TIME);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      BufferedImage image = reader.read(0);
      for (String warning : warnings) {
        if (warning.startsWith(CORRUPT)) {
          throw new UnreadablePicture(
              ("is a damaged image (it ends too early or holds garbage: %s); replace it, or save it"
                      + " anew if it looks whole")
                  .formatted(warning));
        }
      }
      Channels channels =
          picture.channels().isPresent()
              ? picture.channels().get()
              : Channels.of(image.getColorModel());
      return new Samples(image, channels, picture.transparent()).middle(picture.orientation());
    } catch (OutOfMemoryError e) {
      throw tooLarge(width, height);
    } finally {
      memory.release(needed);
    }
  }

  private static int megabytes(ImageReader reader, int width, int height) throws IOException {
    int bytesOfPixel =
        Optional.ofNullable(reader.getRawImageType(0))
            .map(ImageTypeSpecifier::getSampleModel)
            .map(model -> model.getNumBands() * model.getSampleSize(0) / 8)
            .orElse(4);
    long side = Math.min(width, height);
    long bytes = (long) width * height * Math.max(1, bytesOfPixel) + side * side * SQUARE_BYTES;
    return (int) Math.min(Integer.MAX_VALUE, 1 + (bytes >> 20));
  }

  private UnreadablePicture tooLarge(int width, int height) {
    return new UnreadablePicture(
        String.format(
            Locale.ROOT,
            "is an image of %,d x %,d pixels, for which there is not enough memory; make it smaller, or"
                + " allow the heap more: -Djvm.args=-Xmx8g (now %,d MB)",
            width,
            height,
            Runtime.getRuntime().maxMemory() >> 20));
  }

  private static UnreadablePicture tooSlow() {
    return new UnreadablePicture(
        "is an image that takes more than %s s to decode; make it smaller, or save it anew"
            .formatted(MOST_TIME.toSeconds()));
  }

  private static UnreadablePicture refusal(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (message.matches("(?i).*(unsupported (?!marker)|not (supported|implemented)).*")) {
      return UnreadablePicture.foreign("an image of a rare kind (%s)".formatted(message));
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return UnreadablePicture.damaged(
        cause instanceof EOFException
            ? "it ends too early"
            : Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName()),
        e);
  }
}
