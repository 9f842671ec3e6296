package org.visualizingweights.data.pictures;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A file of a picture, made ready for a decoder.
 *
 * @param bytes the file's, less what would have its samples mean something else
 * @param orientation in which the samples lie
 * @param channels what the samples of a pixel are; empty where the decoder knows
 * @param transparent the shade of grey that is, in 8 bits; empty where the decoder knows
 */
record PictureFile(
    byte[] bytes, Orientation orientation, Optional<Channels> channels, OptionalInt transparent) {

  PictureFile(byte[] bytes, Orientation orientation) {
    this(bytes, orientation, Optional.empty(), OptionalInt.empty());
  }

  /**
   * Looks into a file.
   *
   * @throws UnreadablePicture if it is damaged, or holds what is not known here
   */
  static PictureFile of(byte[] file) throws UnreadablePicture {
    if (FileSignature.JPEG.begin(file)) {
      return Jpeg.open(file);
    }
    if (FileSignature.PNG.begin(file)) {
      return Png.open(file);
    }
    return FileSignature.TIFF.begin(file) || FileSignature.BIG_ENDIAN_TIFF.begin(file)
        ? Tiff.open(file)
        : new PictureFile(file, Orientation.UPRIGHT);
  }
}
