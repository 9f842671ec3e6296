package org.visualizingweights;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of small pictures, for runs that need any data at all, and soon. */
public final class Pictures {
  private static final int SIDE = 8;

  private Pictures() {}

  /** Pictures of noise in two classes. */
  public static void write(Path folder, int pictures) throws IOException {
    for (int i = 0; i < pictures; i++) {
      byte[] pixels = new byte[SIDE * SIDE];
      new Random(i).nextBytes(pixels);
      BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      picture.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
      Path file = folder.resolve(i % 2 == 0 ? "even" : "odd").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    }
  }
}
