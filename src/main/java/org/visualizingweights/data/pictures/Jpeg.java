package org.visualizingweights.data.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The segments of a JPEG file (ITU-T T.81, annex B). */
final class Jpeg {
  private static final int TEM = 0x01;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;

  private static final int PROGRESSIVE = 0xc2;
  private static final Set<Integer> KNOWN_FRAMES = Set.of(0xc0, 0xc1, PROGRESSIVE);
  private static final int COEFFICIENTS = 64;

  private static final String JFIF = "JFIF\0";
  private static final String EXIF = "Exif\0\0";
  private static final String ADOBE = "Adobe";

  /** Start of the image, and JFIF's segment: what follows is grey or YCbCr. */
  private static final byte[] JFIF_HEADER = {
    -1, -40, -1, -32, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private final byte[] file;
  private final List<Segment> segments = new ArrayList<>();
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean isJfif;
  private OptionalInt adobe = OptionalInt.empty();

  /** Up to where the file has been read. */
  private int at;

  private int frame;

  /** Of each component of the frame, in order, the coefficients of which the last bit has come. */
  private final Map<Integer, BitSet> complete = new LinkedHashMap<>();

  /** A marker with all that belongs to it; a scan belongs to its header. */
  private record Segment(int marker, int from, int to) {}

  private Jpeg(byte[] file) {
    this.file = file;
  }

  /**
   * Leaves profiles out of a file, and has it say plainly whether it is YCbCr. One without its last
   * marker must have all of its scans.
   */
  static PictureFile open(byte[] file) throws UnreadablePicture {
    Jpeg jpeg = new Jpeg(file);
    jpeg.readSegments();
    return new PictureFile(jpeg.plain(), jpeg.orientation);
  }

  private byte[] plain() {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(file.length + JFIF_HEADER.length);
    boolean isYcc = isYcc();
    if (isYcc) {
      plain.writeBytes(JFIF_HEADER);
    }
    Set<Integer> without = isYcc ? Set.of(SOI, APP0, APP2, APP14) : Set.of(APP2);
    segments.stream()
        .filter(segment -> !without.contains(segment.marker()))
        .forEach(segment -> plain.write(file, segment.from(), segment.to() - segment.from()));
    return plain.toByteArray();
  }

  /** As libjpeg guesses, which most programs read with, and which the JDK second-guesses. */
  private boolean isYcc() {
    boolean isNamedRgb =
        List.copyOf(complete.keySet()).equals(List.of((int) 'R', (int) 'G', (int) 'B'));
    return complete.size() == 3
        && (isJfif || (adobe.isPresent() ? adobe.getAsInt() != 0 : !isNamedRgb));
  }

  private void readSegments() throws UnreadablePicture {
    int marker = SOI;
    while (at < file.length && marker != EOI) {
      int from = at;
      marker = marker();
      if (!standsAlone(marker) && at + 2 <= file.length) {
        int end = Math.min(file.length, at + Math.max(2, unsigned(at) << 8 | unsigned(at + 1)));
        ByteBuffer segment = ByteBuffer.wrap(file, at + 2, end - at - 2).slice();
        at = end;
        read(marker, segment);
      }
      segments.add(new Segment(marker, from, at));
    }
    if (marker != EOI
        && complete.values().stream().anyMatch(bits -> bits.cardinality() < COEFFICIENTS)) {
      throw UnreadablePicture.damaged("it ends too early");
    }
  }

  /** Goes to behind the next marker. */
  private int marker() {
    while (at < file.length && unsigned(at) != 0xff) {
      at++;
    }
    while (at < file.length && unsigned(at) == 0xff) {
      at++;
    }
    return at < file.length ? unsigned(at++) : TEM;
  }

  private int unsigned(int index) {
    return Byte.toUnsignedInt(file[index]);
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xd0 && marker < SOI;
  }

  private static boolean standsAlone(int marker) {
    return marker <= TEM || isRestart(marker) || marker == SOI || marker == EOI;
  }

  private static boolean begins(ByteBuffer segment, String with) {
    return segment.remaining() >= with.length()
        && StandardCharsets.ISO_8859_1
            .decode(segment.slice(0, with.length()))
            .toString()
            .equals(with);
  }

  private void read(int marker, ByteBuffer segment) throws UnreadablePicture {
    try {
      if (marker == APP0) {
        isJfif |= begins(segment, JFIF);
      } else if (marker == APP1 && begins(segment, EXIF)) {
        int header = EXIF.length();
        orientation =
            Orientation.of(Directory.read(segment.slice(header, segment.remaining() - header)));
      } else if (marker == APP14 && begins(segment, ADOBE)) {
        adobe = OptionalInt.of(segment.get(11));
      } else if ((marker & 0xf0) == 0xc0 && marker != DHT && marker != JPG && marker != DAC) {
        readFrame(marker, segment);
      } else if (marker == SOS) {
        readScan(segment);
        skipScan();
      }
    } catch (IndexOutOfBoundsException e) {
      throw UnreadablePicture.damaged("it ends too early", e);
    }
  }

  private void readFrame(int marker, ByteBuffer segment) throws UnreadablePicture {
    if (frame != 0) {
      throw UnreadablePicture.damaged("it has a second frame");
    }
    int bits = segment.get(0);
    if (!KNOWN_FRAMES.contains(marker) || bits != 8) {
      throw UnreadablePicture.foreign(
          "JPEG of a rare kind (0xFF%02X, %s bits a sample)".formatted(marker, bits));
    }
    frame = marker;
    for (int i = 0; i < segment.get(5); i++) {
      complete.put(Byte.toUnsignedInt(segment.get(6 + 3 * i)), new BitSet(COEFFICIENTS));
    }
  }

  private void readScan(ByteBuffer segment) {
    int components = segment.get(0);
    int last = 1 + 2 * components;
    boolean hasLastBits = (segment.get(last + 2) & 0xf) == 0;
    for (int i = 0; i < components; i++) {
      BitSet bits = complete.getOrDefault(Byte.toUnsignedInt(segment.get(1 + 2 * i)), new BitSet());
      if (frame != PROGRESSIVE) {
        bits.set(0, COEFFICIENTS);
      } else if (hasLastBits) {
        bits.set(segment.get(last), segment.get(last + 1) + 1);
      }
    }
  }

  /** Goes to the next marker that is not part of a scan. */
  private void skipScan() {
    while (at + 1 < file.length) {
      int next = unsigned(at + 1);
      if (unsigned(at) == 0xff && next != 0 && next != 0xff && !isRestart(next)) {
        return;
      }
      at++;
    }
    at = file.length;
  }
}
