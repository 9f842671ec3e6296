package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.TestFiles;
import org.visualizingweights.files.UnusableFile;

class IdxFileTest {
  private static final Fingerprint CONTENT =
      TestFiles.fingerprint(Fingerprint.Measured.CONTENT, TestFiles.idx());

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("images.gz"), bytes);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(byte[] bytes, Fingerprint fingerprint)
      throws IOException {
    Path file = file(bytes);
    return assertThatThrownBy(() -> IdxFile.read(file, fingerprint, 3, 2, 2))
        .isInstanceOf(UnusableFile.class);
  }

  private static void assertIsRight(IdxFile idx) {
    assertThat(idx.values()).isEqualTo(12);
    assertThat(Arrays.copyOfRange(idx.bytes(), idx.offset(), idx.offset() + 12))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void readsAFilePackedOrNot() throws Exception {
    assertIsRight(IdxFile.read(file(TestFiles.idx()), CONTENT, 3, 2, 2));
    assertIsRight(IdxFile.read(file(TestFiles.gzip(TestFiles.idx())), CONTENT, 3, 2, 2));
  }

  @Test
  void readsAFileWhosePackedFormIsChecked() throws Exception {
    byte[] packed = TestFiles.gzip(TestFiles.idx());
    Fingerprint ofFile = TestFiles.fingerprint(Fingerprint.Measured.FILE, packed);

    assertIsRight(IdxFile.read(file(packed), ofFile, 3, 2, 2));
    packed[4]++; // the time in gzip's header: the content is the same
    assertRefused(packed, ofFile).hasMessageContaining("has other bytes");
  }

  @Test
  void refusesOneChangedByte() throws Exception {
    byte[] changed = TestFiles.idx();
    changed[20]++;
    assertRefused(changed, CONTENT).hasMessageMatching("holds other bytes: SHA-256 .*, not .*");
  }

  @Test
  void refusesACutFile() throws Exception {
    byte[] packed = TestFiles.gzip(TestFiles.idx());
    assertRefused(Arrays.copyOf(packed, packed.length - 9), CONTENT)
        .hasMessage("is cut short: its gzip data ends too early");
    assertRefused(Arrays.copyOf(TestFiles.idx(), 20), CONTENT)
        .hasMessage("is cut short: it holds 20 of 28 bytes");
    assertRefused(new byte[0], CONTENT).hasMessage("is cut short: it holds 0 of 28 bytes");
  }

  @Test
  void unpacksNoMoreThanAFileShouldHold() throws Exception {
    // 100 MB of zeros in 100 KB
    byte[] bomb = TestFiles.gzip(new byte[100_000_000]);
    assertRefused(bomb, CONTENT).hasMessage("holds more than the 28 bytes that it should");
  }

  @Test
  void refusesDamagedGzip() throws Exception {
    byte[] packed = TestFiles.gzip(TestFiles.idx());
    packed[12] ^= 0x55;
    packed[2] = 9;
    assertRefused(packed, CONTENT).hasMessageContaining("is damaged");
  }

  @Test
  void refusesAWebPage() throws Exception {
    assertRefused("\n<!DOCTYPE html><p>404".getBytes(StandardCharsets.UTF_8), CONTENT)
        .hasMessage("is a web page, not data");
  }

  @Test
  void refusesOtherDimensions() throws Exception {
    Path file = file(TestFiles.idx());
    assertThatThrownBy(() -> IdxFile.read(file, CONTENT, 3, 4, 1))
        .isInstanceOf(UnusableFile.class)
        .hasMessage("is not an IDX file of dimensions [3, 4, 1]");
  }
}
