package org.visualizingweights.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Contents of files for tests. */
public final class TestFiles {
  private TestFiles() {}

  public static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An IDX file of three images of 2x2, with the values 0 to 11. */
  public static byte[] idx() {
    ByteBuffer file = ByteBuffer.allocate(16 + 12).putInt(0x803).putInt(3).putInt(2).putInt(2);
    for (byte value = 0; value < 12; value++) {
      file.put(value);
    }
    return file.array();
  }

  public static Fingerprint fingerprint(Fingerprint.Measured of, byte[] content) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
      return new Fingerprint(of, content.length, HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
