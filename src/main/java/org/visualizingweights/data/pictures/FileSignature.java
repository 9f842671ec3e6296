package org.visualizingweights.data.pictures;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A form of files, known by bytes near their beginning, whatever their names say.
 *
 * @param name as it is said
 * @param at where the bytes are
 * @param bytes each a character of Latin-1; letters in either case
 */
record FileSignature(String name, int at, String bytes) {
  static final FileSignature JPEG = new FileSignature("JPEG", 0, "\u00ff\u00d8");
  static final FileSignature PNG = new FileSignature("PNG", 0, "\u0089PNG");
  static final FileSignature TIFF = new FileSignature("TIFF", 0, "II*\0");
  static final FileSignature BIG_ENDIAN_TIFF = new FileSignature("TIFF", 0, "MM\0*");

  private static final FileSignature LFS = new FileSignature("", 0, "version https://git-lfs");

  /** Pictures that the JDK does not read. */
  private static final List<FileSignature> PICTURES =
      List.of(
          new FileSignature("WebP", 8, "WEBP"),
          new FileSignature("AVIF", 4, "ftypavi"),
          new FileSignature("HEIC", 4, "ftyphe"),
          new FileSignature("HEIF", 4, "ftypmif1"),
          new FileSignature("HEIF", 4, "ftypmsf1"),
          new FileSignature("JPEG 2000", 0, "\0\0\0\u000cjP"),
          new FileSignature("JPEG 2000", 0, "\u00ff\u004f\u00ff\u0051"),
          new FileSignature("JPEG XL", 0, "\0\0\0\u000cJXL"),
          new FileSignature("JPEG XL", 0, "\u00ff\n"),
          new FileSignature("JPEG XR", 0, "II\u00bc"),
          new FileSignature("BigTIFF", 0, "II+\0"),
          new FileSignature("BigTIFF", 0, "MM\0+"),
          new FileSignature("a camera's raw file", 0, "FUJIFILMCCD-RAW"),
          new FileSignature("a camera's raw file", 4, "ftypcrx"),
          new FileSignature("PSD", 0, "8BPS"),
          new FileSignature("XCF", 0, "gimp xcf"),
          new FileSignature("SVG", 0, "<svg"),
          new FileSignature("OpenEXR", 0, "v/1\u0001"),
          new FileSignature("Radiance HDR", 0, "#?R"),
          new FileSignature("ICO", 0, "\0\0\u0001\0"),
          new FileSignature("DDS", 0, "DDS "),
          new FileSignature("QOI", 0, "qoif"),
          new FileSignature("DICOM", 128, "DICM"),
          new FileSignature("FITS", 0, "SIMPLE  ="));

  private static final List<FileSignature> NO_PICTURES =
      List.of(
          new FileSignature("a web page", 0, "<!doctype"),
          new FileSignature("a web page", 0, "<html"),
          new FileSignature("XML", 0, "<?xml"),
          new FileSignature("PDF", 0, "%PDF"),
          new FileSignature("a ZIP archive", 0, "PK\u0003\u0004"),
          new FileSignature("a gzip archive", 0, "\u001f\u008b"),
          new FileSignature("a video", 4, "ftyp"),
          new FileSignature("a video", 8, "AVI "),
          new FileSignature("a video", 0, "\u001aE\u00df\u00a3"),
          new FileSignature("a NumPy array", 0, "\u0093NUMPY"),
          new FileSignature("HDF5", 0, "\u0089HDF"));

  boolean begin(byte[] file) {
    return file.length >= at + bytes.length()
        && new String(file, at, bytes.length(), StandardCharsets.ISO_8859_1)
            .equalsIgnoreCase(bytes);
  }

  /** Why a file cannot be read that no decoder knows. */
  static UnreadablePicture refusal(byte[] file) {
    if (file.length == 0) {
      return UnreadablePicture.damaged("it is empty");
    }
    if (LFS.begin(file)) {
      return new UnreadablePicture(
          "is not the image but a Git LFS pointer to it; fetch it with git lfs pull");
    }
    return known(PICTURES, file)
        .or(() -> portable(file))
        .map(UnreadablePicture::foreign)
        .orElseGet(
            () ->
                new UnreadablePicture(
                    "is not an image that can be read%s; take it out of the folder"
                        .formatted(known(NO_PICTURES, file).map(" but "::concat).orElse(""))));
  }

  private static Optional<String> known(List<FileSignature> forms, byte[] file) {
    return forms.stream().filter(form -> form.begin(file)).map(FileSignature::name).findFirst();
  }

  /** Netpbm's forms: P, a digit, and white space. */
  private static Optional<String> portable(byte[] file) {
    return file.length > 2 && file[0] == 'P' && file[1] > '0' && file[1] < '8' && file[2] <= ' '
        ? Optional.of("PNM")
        : Optional.empty();
  }
}
