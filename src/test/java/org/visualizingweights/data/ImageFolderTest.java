package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.files.Console;
import org.visualizingweights.files.StreamConsole;

class ImageFolderTest {
  private static final int SIZE = 32;

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private void image(String name, int type, int width, int height, Color color) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setBackground(color);
    graphics.clearRect(0, 0, width, height);
    graphics.dispose();
    save(name, image);
  }

  private void save(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static int[] middle(ImagesInMemory images, int index) {
    byte[] pixels = new byte[3 * SIZE * SIZE];
    images.read(index, pixels);
    int at = SIZE * SIZE / 2 + SIZE / 2;
    return new int[] {
      pixels[at] & 0xff, pixels[SIZE * SIZE + at] & 0xff, pixels[2 * SIZE * SIZE + at] & 0xff
    };
  }

  @Test
  void readsColourGreyAndTransparentImagesOfAnySize() throws IOException {
    image("cats/1.png", BufferedImage.TYPE_INT_RGB, 100, 60, new Color(10, 20, 30));
    image("cats/2.png", BufferedImage.TYPE_INT_ARGB, 32, 32, new Color(0, 0, 0, 0));
    image("dogs/1.png", BufferedImage.TYPE_INT_RGB, 7, 9, new Color(200, 100, 0));
    BufferedImage grey = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 1600; i++) {
      grey.getRaster().setSample(i % 40, i / 40, 0, 128);
    }
    save("dogs/2.png", grey);

    ImagesInMemory images = ImageFolder.read(folder, SIZE, Console.SILENT);

    assertThat(images.classes()).containsExactly("cats", "dogs");
    assertThat(images.size()).isEqualTo(4);
    assertThat(images.channels()).isEqualTo(3);
    assertThat(images.height()).isEqualTo(SIZE);
    assertThat(images.width()).isEqualTo(SIZE);
    assertThat(new int[] {images.label(0), images.label(1), images.label(2), images.label(3)})
        .containsExactly(0, 0, 1, 1);
    assertThat(middle(images, 0)).containsExactly(10, 20, 30);
    assertThat(middle(images, 1)).containsExactly(255, 255, 255);
    assertThat(middle(images, 2)).containsExactly(200, 100, 0);
    assertThat(middle(images, 3)).containsExactly(128, 128, 128);
  }

  @Test
  void passesNoPixelOverWhenItMakesImagesSmaller() throws IOException {
    // Columns in turn black and white are grey from afar.
    BufferedImage stripes = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256 * 256; i++) {
      stripes.setRGB(i % 256, i / 256, i % 2 == 0 ? 0 : 0xffffff);
    }
    save("a/1.png", stripes);
    image("b/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);

    assertThat(middle(ImageFolder.read(folder, SIZE, Console.SILENT), 0)[0]).isBetween(126, 129);
  }

  @Test
  void takesTheSquareInTheMiddle() throws IOException {
    BufferedImage wide = new BufferedImage(96, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 32 * 32; i++) {
      wide.setRGB(32 + i % 32, i / 32, 0xffffff);
    }
    save("a/1.png", wide);
    image("b/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);

    byte[] pixels = new byte[3 * SIZE * SIZE];
    ImageFolder.read(folder, SIZE, Console.SILENT).read(0, pixels);

    assertThat(pixels).containsOnly(255);
  }

  @Test
  void namesTheFileThatIsNoImage() throws IOException {
    image("a/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    image("b/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    Files.writeString(folder.resolve("b/notes.txt"), "not an image");

    assertThatThrownBy(() -> ImageFolder.read(folder, SIZE, Console.SILENT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("notes.txt is not an image");
  }

  @Test
  void namesTheFileThatIsDamaged() throws IOException {
    image("a/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    image("b/1.png", BufferedImage.TYPE_INT_RGB, 50, 50, Color.BLACK);
    byte[] whole = Files.readAllBytes(folder.resolve("b/1.png"));
    Files.write(folder.resolve("b/1.png"), java.util.Arrays.copyOf(whole, 40));

    assertThatThrownBy(() -> ImageFolder.read(folder, SIZE, Console.SILENT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1.png is a damaged image");
  }

  @Test
  void needsTwoClassesWithImages() throws IOException {
    image("only/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    Files.createDirectories(folder.resolve(".hidden"));

    assertThatThrownBy(() -> ImageFolder.read(folder, SIZE, Console.SILENT))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageContaining("has 1 subfolder of images; 2 to 256 are needed");

    Files.createDirectories(folder.resolve("zero"));
    assertThatThrownBy(() -> ImageFolder.read(folder, SIZE, Console.SILENT))
        .hasMessageContaining("zero has no images");
  }

  @Test
  void namesAllFilesThatCannotBeUsedAtOnce() throws IOException {
    twoClasses();
    for (int i = 0; i < 12; i++) {
      Files.writeString(folder.resolve(String.format(Locale.ROOT, "a/note-%02d.txt", i)), "words");
    }

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith(folder + " has 12 files that cannot be used, the first 10 of them:")
        .hasMessageContaining("note-00.txt is not an image")
        .hasMessageContaining("note-09.txt is not an image")
        .hasMessageNotContaining("note-10.txt");
  }

  @Test
  void passesOverWhatSystemsLeaveBehind() throws IOException {
    twoClasses();
    for (String name : List.of("a/Thumbs.db", "b/desktop.ini", "__MACOSX/a/._1.png", "@eaDir/x")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "not an image");
    }

    assertThat(read().classes()).containsExactly("a", "b");
    assertThat(said()).isEmpty();
  }

  @Test
  void countsWhatItLeavesOut() throws IOException {
    twoClasses();
    image("a/more/2.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    image("a/more/deeper/3.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    Files.createSymbolicLink(folder.resolve("b/gone.png"), Path.of("/no/such/file"));
    Files.writeString(folder.resolve("README"), "about");

    assertThat(read().size()).isEqualTo(2);

    assertThat(said())
        .containsExactly(
            "data      left out: 1 file beside the classes (README);"
                + " 2 files in folders below a class (a/more/2.png, a/more/deeper/3.png);"
                + " 1 link that leads nowhere (b/gone.png)");
  }

  @Test
  void hintsAtTheFolderOfOneSplit() throws IOException {
    image("train/a/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    image("val/a/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);

    assertThatThrownBy(this::read)
        .hasMessageContaining("Did you mean dataset: " + folder.resolve("train") + "?");
  }

  @Test
  void saysThatSplitsAreTakenForClasses() throws IOException {
    image("train/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    image("val/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);

    read();

    assertThat(said()).singleElement().asString().contains("train and val are taken for classes");
  }

  @Test
  void hasAFingerprintOfNamesAndBytesOfEachClass() throws Exception {
    twoClasses();
    Map<String, String> before = read().provenance().sha256();
    // sha256 of "1.png", a zero, and the SHA-256 of the file
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update("1.png\0".getBytes(StandardCharsets.UTF_8));
    byte[] file = Files.readAllBytes(folder.resolve("b/1.png"));
    sha256.update(MessageDigest.getInstance("SHA-256").digest(file));
    assertThat(before)
        .containsOnlyKeys("a/", "b/")
        .containsEntry("b/", HexFormat.of().formatHex(sha256.digest()));
    Provenance then = read().provenance();
    assertThat(then.isFolder()).isTrue();
    assertThat(then.changes(read().provenance())).isEmpty();

    Files.move(folder.resolve("a/1.png"), folder.resolve("a/2.png"));
    assertThat(then.changes(read().provenance())).containsExactly("a/ has other images");

    Files.move(folder.resolve("b"), folder.resolve("c"));
    assertThat(then.changes(read().provenance()))
        .containsExactly("a/ has other images", "b/ is gone", "c/ is new");
  }

  private ImagesInMemory read() {
    return ImageFolder.read(
        folder,
        SIZE,
        new StreamConsole(new PrintStream(said, true, StandardCharsets.UTF_8), false));
  }

  private List<String> said() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void twoClasses() throws IOException {
    image("a/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.BLACK);
    image("b/1.png", BufferedImage.TYPE_INT_RGB, 5, 5, Color.WHITE);
  }
}
