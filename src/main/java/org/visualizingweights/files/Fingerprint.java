package org.visualizingweights.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.visualizingweights.Count;

/**
 * What a file must hold.
 *
 * @param measured whether size and SHA-256 are those of the file as it is or of what it unpacks to
 * @param bytes the size
 * @param sha256 in 64 hexadecimal digits
 */
public record Fingerprint(Measured measured, long bytes, String sha256) {

  /** What is measured. */
  public enum Measured {
    /** The file as it is. */
    FILE,
    /** What the file holds once gzip is taken off; the same for a file without gzip. */
    CONTENT
  }

  public Fingerprint {
    sha256 = sha256.toLowerCase(Locale.ROOT);
    if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "a size and 64 hexadecimal digits are needed, not %s and '%s'".formatted(bytes, sha256));
    }
  }

  /** The SHA-256 of a file, in 64 hexadecimal digits. */
  public static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  /** The SHA-256 of all that a stream has, in 64 hexadecimal digits. */
  public static String sha256(InputStream in) throws IOException {
    MessageDigest digest = sha256Digest();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The most bytes that a file of this fingerprint can have; gzip may add a little. */
  long mostFileBytes() {
    return measured == Measured.FILE ? bytes : bytes + bytes / 1000 + 1024;
  }

  /**
   * Compares a file with this fingerprint; reads no more than the size that it should have.
   *
   * @return what is wrong with the file, as the end of a sentence that begins with its name; empty
   *     if nothing is
   * @throws IOException if the file cannot be read at all
   */
  public Optional<String> problem(Path file) throws IOException {
    if (looksLikeHtml(file)) {
      return Optional.of("is a web page, not data");
    }
    try (InputStream in = measured == Measured.FILE ? Files.newInputStream(file) : content(file)) {
      MessageDigest digest = sha256Digest();
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int n = in.read(buffer); n >= 0 && total <= bytes; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        total += n;
      }
      return problem(total, digest);
    } catch (EOFException | ZipException e) {
      return Optional.of(unpackProblem(e));
    }
  }

  /** Compares what was unpacked from a file with this fingerprint, which is of the content. */
  public Optional<String> problem(byte[] content) {
    MessageDigest digest = sha256Digest();
    digest.update(content);
    return problem(content.length, digest);
  }

  private Optional<String> problem(long found, MessageDigest digest) {
    String what = measured == Measured.FILE ? "has" : "holds";
    if (found > bytes) {
      return Optional.of(
          "%s more than the %s that it should".formatted(what, Count.of(bytes, "byte")));
    }
    if (found < bytes) {
      return Optional.of(
          "is cut short: it %s %s of %s".formatted(what, Count.of(found), Count.of(bytes, "byte")));
    }
    String sum = HexFormat.of().formatHex(digest.digest());
    return sum.equals(sha256)
        ? Optional.empty()
        : Optional.of("%s other bytes: SHA-256 %s, not %s".formatted(what, sum, sha256));
  }

  /** What is wrong with a file that could not be unpacked. */
  public static String unpackProblem(IOException unpacking) {
    return unpacking instanceof EOFException
        ? "is cut short: its gzip data ends too early"
        : "is damaged: " + unpacking.getMessage();
  }

  /** The bytes of a file, with gzip taken off where there is gzip. */
  public static InputStream content(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static boolean looksLikeHtml(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1);
      String lower = start.stripLeading().toLowerCase(Locale.ROOT);
      return lower.startsWith("<!doctype")
          || lower.startsWith("<html")
          || lower.startsWith("<?xml");
    }
  }

  /** A new digest, which every Java has. */
  public static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
