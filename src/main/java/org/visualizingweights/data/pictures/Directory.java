package org.visualizingweights.data.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF file (TIFF 6.0, section 2), or of Exif, which has the same form.
 */
final class Directory {
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_BYTES = 12;
  private static final int MOST_VALUES = 1 << 20;

  private final Map<Integer, int[]> values = new HashMap<>();
  private final Map<Integer, Integer> places = new HashMap<>();

  private Directory() {}

  /**
   * Reads the tags that have whole numbers; of a damaged directory, those that are whole.
   *
   * @param file from its byte order on; is given that order
   */
  static Directory read(ByteBuffer file) {
    Directory directory = new Directory();
    try {
      file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int start = file.getInt(4);
      int entries = Short.toUnsignedInt(file.getShort(start));
      for (int i = 0; i < entries; i++) {
        directory.readEntry(file, start + 2 + i * ENTRY_BYTES);
      }
    } catch (IndexOutOfBoundsException e) {
      return directory; // it ends here
    }
    return directory;
  }

  private void readEntry(ByteBuffer file, int at) {
    int type = file.getShort(at + 2);
    int count = file.getInt(at + 4);
    int bytes = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
    if (bytes == 0 || count < 1 || count > MOST_VALUES) {
      return;
    }
    int from = count * bytes <= 4 ? at + 8 : file.getInt(at + 8);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int place = from + i * bytes;
      numbers[i] =
          switch (type) {
            case BYTE -> Byte.toUnsignedInt(file.get(place));
            case SHORT -> Short.toUnsignedInt(file.getShort(place));
            default -> file.getInt(place);
          };
    }
    int tag = Short.toUnsignedInt(file.getShort(at));
    values.put(tag, numbers);
    places.put(tag, from);
  }

  /** The numbers of a tag; those given where it is not there. */
  int[] numbers(int tag, int... otherwise) {
    return values.getOrDefault(tag, otherwise);
  }

  /** Where the numbers of a tag are that is there. */
  int place(int tag) {
    return places.get(tag);
  }
}
