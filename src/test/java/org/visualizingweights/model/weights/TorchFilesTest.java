package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.files.UnusableFile;

/** Files like PyTorch's, made by hand to do harm. */
class TorchFilesTest {
  /** {"a": a tensor of shape [2] of a storage of 2 floats, named 0}. */
  private static final String PICKLE = "\u0080\u0002}X\u0001\0\0\0a" + tensor(2, 2) + "s.";

  private static final byte[] FLOATS = new byte[8];

  @TempDir Path folder;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** A tensor of one axis whose stride is 0, or 1 if it has as many elements as its storage. */
  private static String tensor(int storage, int elements) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
        + "X\u0001\0\0\0000X\u0003\0\0\0cpu"
        + integer(storage)
        + "tQK\0"
        + integer(elements)
        + "\u0085"
        + integer(storage == elements ? 1 : 0)
        + "\u0085tR";
  }

  private static String integer(int value) {
    return "J"
        + (char) (value & 0xff)
        + (char) (value >> 8 & 0xff)
        + (char) (value >> 16 & 0xff)
        + (char) (value >>> 24);
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Path zip(int method) throws IOException {
    Path file = folder.resolve("x.pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 crc = new CRC32();
          crc.update(content.getValue());
          entry.setSize(content.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    }
    return file;
  }

  private void assertDamaged(Path file, String problem) {
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  private void assertDamagedZip(String problem) throws IOException {
    assertDamaged(zip(ZipEntry.STORED), problem);
  }

  @Test
  void readsTheFileThatTheOthersArePerversionsOf() throws Exception {
    entries.put("x/data.pkl", bytes(PICKLE));
    entries.put("x/data/0", FLOATS);
    assertThat(WeightsFile.read(zip(ZipEntry.STORED)).get("a").values()).containsExactly(0, 0);
  }

  @Test
  void namesThatLeadOutOfTheZipAreRefused() throws IOException {
    entries.put("x/data.pkl", bytes(PICKLE));
    entries.put("x/../../../../tmp/evil", FLOATS);
    assertDamagedZip("its zip has a file named 'x/../../../../tmp/evil'");
  }

  @Test
  void nothingIsUnpacked() throws IOException {
    entries.put("x/data.pkl", bytes(PICKLE));
    entries.put("x/data/0", new byte[50_000_000]);
    assertDamaged(zip(ZipEntry.DEFLATED), "'x/data.pkl' in its zip is compressed");
  }

  @Test
  void aZipWithoutOnePickleIsNotPyTorchs() throws IOException {
    entries.put("x/data/0", FLOATS);
    assertDamagedZip("its zip has 0 files named data.pkl");
    entries.put("x/data.pkl", bytes(PICKLE));
    entries.put("y/data.pkl", bytes(PICKLE));
    assertDamagedZip("its zip has 2 files named data.pkl");
  }

  @Test
  void storagesMustBeThereInTheirSize() throws IOException {
    entries.put("x/data.pkl", bytes(PICKLE));
    assertDamagedZip("its zip has no 'x/data/0'");
    entries.put("x/data/0", new byte[7]);
    assertDamagedZip("'x/data/0' should have 8 bytes and has 7");
  }

  @Test
  void bytesInAnotherOrderAreRefused() throws IOException {
    entries.put("x/data.pkl", bytes(PICKLE));
    entries.put("x/byteorder", bytes("big"));
    assertDamagedZip("big-endian");
  }

  @Test
  void aTensorThatRepeatsOneElementForEverTakesNoMemory() throws IOException {
    entries.put("x/data.pkl", bytes("}X\u0001\0\0\0a" + tensor(1, Integer.MAX_VALUE) + "s."));
    entries.put("x/data/0", new byte[4]);
    assertDamagedZip("its tensors have more values than its");
  }

  @Test
  void aStorageLargerThanTheFileTakesNoMemory() throws IOException {
    entries.put("x/data.pkl", bytes("}X\u0001\0\0\0a" + tensor(500_000_000, 1) + "s."));
    entries.put("x/data/0", new byte[4]);
    assertDamagedZip("its tensors need more than its");
  }

  @Test
  void whatHoldsNoTensorsIsNoStateDict() throws IOException {
    entries.put("x/data.pkl", bytes("}X\u0001\0\0\0aK\u0001s."));
    assertDamagedZip("holds no state dict");
    entries.put("x/data.pkl", bytes("]."));
    assertDamagedZip("holds no state dict");
    entries.put("x/data.pkl", bytes("}X\1\0\0\0acargparse\nNamespace\n)\u0081s."));
    assertDamagedZip(
        "it has no tensors by their names, but 'a' (passed over, and nothing of it run:"
            + " 'argparse.Namespace')");
  }

  @Test
  void aWholeModelIsRefusedByTheNameOfItsClass() throws IOException {
    // torch.save(torchvision.models.resnet18(), …) without what is in it
    entries.put(
        "x/data.pkl", bytes("\u0080\u0002ctorchvision.models.resnet\nResNet\nq\0)\u0081}b."));
    assertDamagedZip("asks for 'torchvision.models.resnet.ResNet'");
  }

  @Test
  void theOlderFormIsHeldToTheSame() throws IOException {
    String start =
        "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003."
            + "}X\r\0\0\0little_endian\u0088s.";
    String keys = "]X\u0001\0\0\0000a.";
    String two = "\u0002\0\0\0\0\0\0\0";
    assertDamagedLegacy(start + PICKLE + "].", "it lacks the storage '0'");
    assertDamagedLegacy(start + PICKLE + keys, "ends in the middle of the storage '0'");
    assertDamagedLegacy(start + PICKLE + keys + two, "ends in the middle of the storage '0'");
    assertDamagedLegacy(
        start + PICKLE + keys + "\u00ff".repeat(8), "has -1 elements, and 2 were announced");
    assertDamagedLegacy(start + PICKLE + "]X\u0001\0\0\0001a.", "belongs to no tensor");
    assertDamagedLegacy(start + PICKLE + "N.", "no list of its storages");
    assertDamagedLegacy(start + "cos\nsystem\n(X\u0002\0\0\0lstR.", "asks for 'os.system'");
    assertDamagedLegacy(start.replace('\u0088', '\u0089'), "big-endian");
    assertDamagedLegacy("\u0080\u0002\u008a\n123456789\u0001.", "was not written by torch.save");
  }

  private void assertDamagedLegacy(String content, String problem) throws IOException {
    assertDamaged(Files.write(folder.resolve("legacy.pth"), bytes(content)), problem);
  }
}
