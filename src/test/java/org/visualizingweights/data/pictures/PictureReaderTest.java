package org.visualizingweights.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  private static final Map<String, byte[]> FILES = files();

  private final PictureReader reader = new PictureReader(1 << 28);

  /** {@code pictures.zip}, which {@code write_pictures.py} wrote with Pillow. */
  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(PictureReaderTest.class.getResourceAsStream("pictures.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
      return files;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> readByPillow() {
    return new String(FILES.get("pictures.txt"), StandardCharsets.UTF_8).lines();
  }

  @ParameterizedTest
  @MethodSource("readByPillow")
  void readsWhatPillowReads(String line) throws UnreadablePicture {
    String[] words = line.split(" ");

    BufferedImage picture = reader.middle(FILES.get(words[0]));

    int rgb = picture.getRGB(8, 4);
    int rounding = words[0].endsWith(".jpg") ? 1 : 0; // decoders of JPEG may differ by that
    assertThat(rgb >> 16 & 0xff).isCloseTo(Integer.parseInt(words[1]), within(rounding));
    assertThat(rgb >> 8 & 0xff).isCloseTo(Integer.parseInt(words[2]), within(rounding));
    assertThat(rgb & 0xff).isCloseTo(Integer.parseInt(words[3]), within(rounding));
  }

  /** The one shade that tRNS names is transparent (ISO/IEC 15948, 11.3.2.1), in few bits too. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theTransparentShadeOfGreyInFewBitsShowsWhite(int bits) throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10});
    chunk(png, "IHDR", 0, 0, 0, 2, 0, 0, 0, 2, bits, 0, 0, 0, 0);
    chunk(png, "tRNS", 0, 1);
    int row = (1 << bits | 2) << 8 - 2 * bits; // a pixel of shade 1, and one of shade 2
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try (OutputStream zipped = new DeflaterOutputStream(rows)) {
      zipped.write(new byte[] {0, (byte) row, 0, (byte) row});
    }
    chunk(png, "IDAT", IntStream.range(0, rows.size()).map(i -> rows.toByteArray()[i]).toArray());
    chunk(png, "IEND");

    BufferedImage picture = reader.middle(png.toByteArray());

    int grey = 2 * 255 / ((1 << bits) - 1);
    assertThat(picture.getRGB(0, 0)).isEqualTo(0xffffffff);
    assertThat(picture.getRGB(1, 1)).isEqualTo(0xff000000 | grey << 16 | grey << 8 | grey);
  }

  private static void chunk(ByteArrayOutputStream png, String type, int... content)
      throws IOException {
    byte[] bytes = new byte[4 + content.length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
    for (int i = 0; i < content.length; i++) {
      bytes[4 + i] = (byte) content[i];
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    DataOutputStream out = new DataOutputStream(png);
    out.writeInt(content.length);
    out.write(bytes);
    out.writeInt((int) sum.getValue());
  }

  @ParameterizedTest
  @CsvSource({
    "float, holds floating-point numbers of 32 bits",
    "int, holds signed whole numbers of 32 bits",
    "unsigned, holds whole numbers of 32 bits",
    "signed, holds signed whole numbers of 16 bits",
    "lab, is TIFF in CIELab"
  })
  void refusesNumbersThatAreNoShades(String name, String message) {
    assertThat(refusal(FILES.get("refused-" + name + ".tif"))).startsWith(message);
  }

  @Test
  void takesTheSquareInTheMiddleOfTheUprightPicture() throws UnreadablePicture {
    for (String name : List.of("turned-3", "turned-6", "turned-8")) {
      BufferedImage picture = reader.middle(FILES.get(name + ".png"));

      assertThat(picture.getRGB(3, 7)).as(name).isEqualTo(0xffffffff);
      assertThat(picture.getRGB(12, 8)).as(name).isEqualTo(0xff000000);
    }
  }

  @Test
  void refusesAJpegThatEndsEarly() throws IOException {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] whole = jpeg(progressive);
      for (int length : new int[] {whole.length * 3 / 4, whole.length / 2, 640, 100, 3}) {
        assertThat(refusal(Arrays.copyOf(whole, length)))
            .as("%s of %s bytes", length, whole.length)
            .startsWith("is a damaged image (");
      }
    }
  }

  @Test
  void refusesAProgressiveJpegThatLacksItsLastScan() throws IOException {
    byte[] whole = jpeg(true);
    int lastScan = whole.length - 3;
    while ((whole[lastScan] & 0xff) != 0xff || (whole[lastScan + 1] & 0xff) != 0xda) {
      lastScan--;
    }

    assertThat(refusal(Arrays.copyOf(whole, lastScan)))
        .startsWith("is a damaged image (it ends too early)");
  }

  @Test
  void acceptsAJpegThatLacksNothingButItsLastMarker() throws IOException, UnreadablePicture {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] whole = jpeg(progressive);

      BufferedImage picture = reader.middle(Arrays.copyOf(whole, whole.length - 2));

      assertThat(pixels(picture)).isEqualTo(pixels(reader.middle(whole)));
    }
  }

  @Test
  void refusesAJpegWithGarbageInside() throws IOException {
    byte[] file = jpeg(false);
    Arrays.fill(file, file.length / 2, file.length / 2 + 500, (byte) 0);

    assertThat(refusal(file))
        .startsWith("is a damaged image (it ends too early or holds garbage: ");
  }

  @Test
  void refusesAPngWhoseBytesHaveChanged() {
    byte[] file = FILES.get("colour.png").clone();
    file[file.length - 20] ^= 1;

    assertThat(refusal(file))
        .isEqualTo("is a damaged image (the checksum of its IDAT is wrong); replace or remove it");
  }

  @Test
  void acceptsAPngWithoutItsLastChunk() throws UnreadablePicture {
    byte[] file = FILES.get("colour.png");

    BufferedImage picture = reader.middle(Arrays.copyOf(file, file.length - 12));

    assertThat(picture.getRGB(8, 8)).isEqualTo(0xff804020);
  }

  @Test
  void saysOfACutFileOfAnyFormThatItEndsTooEarly() {
    for (String name : List.of("colour.png", "colour.bmp", "grey.gif", "grey-alpha.tif")) {
      byte[] file = FILES.get(name);

      assertThat(refusal(Arrays.copyOf(file, file.length * 4 / 5)))
          .as(name)
          .startsWith("is a damaged image (")
          .doesNotContain("null");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RIFF1234WEBPVP8, 'is WebP, which cannot be read here; convert it to PNG or JPEG'",
    "1234ftypheic1234, 'is HEIC, which cannot be read here'",
    "1234ftypavif1234, 'is AVIF, which cannot be read here'",
    "P6 1 1 255 abc, 'is PNM, which cannot be read here'",
    "version https://git-lfs.github.com/spec/v1, 'is not the image but a Git LFS pointer to it; fetch'",
    "<!DOCTYPE html>, 'is not an image that can be read but a web page; take it out of the folder'",
    "some words, is not an image that can be read; take it out of the folder",
    "'', is a damaged image (it is empty)"
  })
  void saysWhatTheFirstBytesTell(String file, String message) {
    assertThat(refusal(file.getBytes(StandardCharsets.ISO_8859_1))).startsWith(message);
  }

  @Test
  void refusesAPictureThatIsTooLargeForTheMemory() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_RGB), "png", file);

    assertThatThrownBy(() -> new PictureReader(1 << 20).middle(file.toByteArray()))
        .isInstanceOf(UnreadablePicture.class)
        .hasMessageStartingWith(
            "is an image of 2,000 x 1,000 pixels, for which there is not enough")
        .hasMessageContaining("-Djvm.args=-Xmx");
  }

  private String refusal(byte[] file) {
    return catchThrowableOfType(UnreadablePicture.class, () -> reader.middle(file)).getMessage();
  }

  private static int[] pixels(BufferedImage picture) {
    int side = picture.getWidth();
    return picture.getRGB(0, 0, side, side, null, 0, side);
  }

  /** A picture of noise, of which no part is like another. */
  private static byte[] jpeg(boolean progressive) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, random.nextInt());
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(file));
    writer.write(null, new IIOImage(noise, null, null), how);
    writer.dispose();
    return file.toByteArray();
  }
}
