package org.visualizingweights.data.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948). */
final class Png {
  private static final int SIGNATURE_BYTES = 8;

  /** Length and type before a chunk's data, and the checksum after it. */
  private static final int FRAME_BYTES = 12;

  private static final String HEADER = "IHDR";
  private static final String TRANSPARENCY = "tRNS";
  private static final String EXIF = "eXIf";
  private static final String END = "IEND";
  private static final byte[] LAST_CHUNK = {0, 0, 0, 0, 'I', 'E', 'N', 'D', -82, 66, 96, -126};

  private Png() {}

  /**
   * Leaves out of a file all but what its samples need, and checks that. A file without its last
   * chunk is given one.
   */
  static PictureFile open(byte[] file) throws UnreadablePicture {
    ByteBuffer in = ByteBuffer.wrap(file);
    ByteArrayOutputStream needed = new ByteArrayOutputStream(file.length);
    needed.write(file, 0, Math.min(file.length, SIGNATURE_BYTES));
    Orientation orientation = Orientation.UPRIGHT;
    OptionalInt transparent = OptionalInt.empty();
    int shades = 0;
    int at = SIGNATURE_BYTES;
    while (at + FRAME_BYTES <= file.length) {
      int length = in.getInt(at);
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      boolean isNeeded = Character.isUpperCase(type.charAt(0)) || type.equals(TRANSPARENCY);
      boolean isWhole = length >= 0 && length <= file.length - at - FRAME_BYTES;
      if (type.equals(END) || !isWhole && !isNeeded) {
        break;
      }
      if (!isWhole) {
        throw UnreadablePicture.damaged("it ends too early");
      }
      if (isNeeded) {
        check(in, at + 4, 4 + length, type);
        needed.write(file, at, length + FRAME_BYTES);
        if (type.equals(HEADER) && length >= 10) {
          boolean isGrey = file[at + 17] == 0;
          shades = isGrey && file[at + 16] < 8 ? 1 << file[at + 16] : 0;
        } else if (type.equals(TRANSPARENCY) && shades > 2 && length == 2) {
          // The JDK makes 8 bits of them, and passes the transparent one over.
          transparent = OptionalInt.of(in.getShort(at + 8) * 255 / (shades - 1));
        }
      } else if (type.equals(EXIF)) {
        orientation = Orientation.of(Directory.read(in.slice(at + 8, length)));
      }
      at += length + FRAME_BYTES;
    }
    needed.writeBytes(LAST_CHUNK);
    return new PictureFile(needed.toByteArray(), orientation, Optional.empty(), transparent);
  }

  private static void check(ByteBuffer in, int from, int bytes, String type)
      throws UnreadablePicture {
    CRC32 sum = new CRC32();
    sum.update(in.slice(from, bytes));
    if ((int) sum.getValue() != in.getInt(from + bytes)) {
      throw UnreadablePicture.damaged("the checksum of its %s is wrong".formatted(type));
    }
  }
}
