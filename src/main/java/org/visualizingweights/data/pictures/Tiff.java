package org.visualizingweights.data.pictures;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.visualizingweights.Count;

/** What the tags of a TIFF file say of its samples (TIFF 6.0). */
final class Tiff {
  private static final int BITS_PER_SAMPLE = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int COLOR_MAP = 320;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int SIGNED = 2;
  private static final int FLOATING_POINT = 3;
  private static final int MOST_BITS = 16;

  private Tiff() {}

  static PictureFile open(byte[] file) throws UnreadablePicture {
    byte[] plain = file.clone();
    ByteBuffer buffer = ByteBuffer.wrap(plain);
    Directory tags = Directory.read(buffer);
    checkNumbers(tags);
    roundPalette(tags, buffer);
    return new PictureFile(plain, Orientation.of(tags), channels(tags), OptionalInt.empty());
  }

  private static void checkNumbers(Directory tags) throws UnreadablePicture {
    int bits = Arrays.stream(tags.numbers(BITS_PER_SAMPLE, 1)).max().orElse(1);
    int format = tags.numbers(SAMPLE_FORMAT, 1)[0];
    if (format == SIGNED || format == FLOATING_POINT || bits > MOST_BITS) {
      throw new UnreadablePicture(
          "holds %s of %s, not shades from 0 to 255 or 65,535; make a PNG of them"
              .formatted(
                  format == FLOATING_POINT
                      ? "floating-point numbers"
                      : format == SIGNED ? "signed whole numbers" : "whole numbers",
                  Count.of(bits, "bit")));
    }
  }

  /** Of the 16 bits of a palette's colours, the highest 8 count; the decoder rounds otherwise. */
  private static void roundPalette(Directory tags, ByteBuffer file) {
    int[] colours = tags.numbers(COLOR_MAP);
    for (int i = 0; i < colours.length; i++) {
      file.putShort(tags.place(COLOR_MAP) + 2 * i, (short) ((colours[i] >> 8) * 257));
    }
  }

  private static Optional<Channels> channels(Directory tags) throws UnreadablePicture {
    int photometric = tags.numbers(PHOTOMETRIC, -1)[0];
    return switch (photometric) {
      case -1, 3, 4 -> Optional.empty(); // not said, or a palette
      case 0 -> Optional.of(invertedGrey(tags));
      case 1 -> Optional.of(channels(1, tags));
      case 2, 6 -> Optional.of(channels(3, tags)); // the decoder makes RGB of YCbCr
      case 5 -> Optional.of(channels(4, tags));
      case 8, 9, 10 -> throw UnreadablePicture.foreign("TIFF in CIELab");
      default ->
          throw UnreadablePicture.foreign(
              "TIFF in a colour space of its own (PhotometricInterpretation %s)"
                  .formatted(photometric));
    };
  }

  private static Channels invertedGrey(Directory tags) throws UnreadablePicture {
    if (tags.numbers(EXTRA_SAMPLES).length > 0) {
      throw UnreadablePicture.foreign("TIFF where 0 is white, with further samples");
    }
    return channels(1, tags);
  }

  /** A further sample is opacity only where the file says so: 1 is premultiplied, 2 is not. */
  private static Channels channels(int colours, Directory tags) {
    int[] extra = tags.numbers(EXTRA_SAMPLES);
    for (int i = 0; i < extra.length; i++) {
      if (extra[i] == 1 || extra[i] == 2) {
        return new Channels(colours, colours + i, extra[i] == 1);
      }
    }
    return new Channels(colours, -1, false);
  }
}
