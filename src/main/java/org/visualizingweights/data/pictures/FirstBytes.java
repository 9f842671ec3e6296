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
record FirstBytes(String name, int at, String bytes) {
  static final FirstBytes JPEG = new FirstBytes("JPEG", 0, "\u00ff\u00d8");
  static final FirstBytes PNG = new FirstBytes("PNG", 0, "\u0089PNG");
  static final FirstBytes TIFF = new FirstBytes("TIFF", 0, "II*\0");
  static final FirstBytes BIG_ENDIAN_TIFF = new FirstBytes("TIFF", 0, "MM\0*");

  private static final FirstBytes LFS = new FirstBytes("", 0, "version https://git-lfs");

  /** Pictures that the JDK does not read. */
  private static final List<FirstBytes> PICTURES =
      List.of(
          new FirstBytes("WebP", 8, "WEBP"),
          new FirstBytes("AVIF", 4, "ftypavi"),
          new FirstBytes("HEIC", 4, "ftyphe"),
          new FirstBytes("HEIF", 4, "ftypmif1"),
          new FirstBytes("HEIF", 4, "ftypmsf1"),
          new FirstBytes("JPEG 2000", 0, "\0\0\0\u000cjP"),
          new FirstBytes("JPEG 2000", 0, "\u00ff\u004f\u00ff\u0051"),
          new FirstBytes("JPEG XL", 0, "\0\0\0\u000cJXL"),
          new FirstBytes("JPEG XL", 0, "\u00ff\n"),
          new FirstBytes("JPEG XR", 0, "II\u00bc"),
          new FirstBytes("BigTIFF", 0, "II+\0"),
          new FirstBytes("BigTIFF", 0, "MM\0+"),
          new FirstBytes("a camera's raw file", 0, "FUJIFILMCCD-RAW"),
          new FirstBytes("a camera's raw file", 4, "ftypcrx"),
          new FirstBytes("PSD", 0, "8BPS"),
          new FirstBytes("XCF", 0, "gimp xcf"),
          new FirstBytes("SVG", 0, "<svg"),
          new FirstBytes("OpenEXR", 0, "v/1\u0001"),
          new FirstBytes("Radiance HDR", 0, "#?R"),
          new FirstBytes("ICO", 0, "\0\0\u0001\0"),
          new FirstBytes("DDS", 0, "DDS "),
          new FirstBytes("QOI", 0, "qoif"),
          new FirstBytes("DICOM", 128, "DICM"),
          new FirstBytes("FITS", 0, "SIMPLE  ="));

  private static final List<FirstBytes> NO_PICTURES =
      List.of(
          new FirstBytes("a web page", 0, "<!doctype"),
          new FirstBytes("a web page", 0, "<html"),
          new FirstBytes("XML", 0, "<?xml"),
          new FirstBytes("PDF", 0, "%PDF"),
          new FirstBytes("a ZIP archive", 0, "PK\u0003\u0004"),
          new FirstBytes("a gzip archive", 0, "\u001f\u008b"),
          new FirstBytes("a video", 4, "ftyp"),
          new FirstBytes("a video", 8, "AVI "),
          new FirstBytes("a video", 0, "\u001aE\u00df\u00a3"),
          new FirstBytes("a NumPy array", 0, "\u0093NUMPY"),
          new FirstBytes("HDF5", 0, "\u0089HDF"));

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

  private static Optional<String> known(List<FirstBytes> forms, byte[] file) {
    return forms.stream().filter(form -> form.begin(file)).map(FirstBytes::name).findFirst();
  }

  /** Netpbm's forms: P, a digit, and white space. */
  private static Optional<String> portable(byte[] file) {
    return file.length > 2 && file[0] == 'P' && file[1] > '0' && file[1] < '8' && file[2] <= ' '
        ? Optional.of("PNM")
        : Optional.empty();
  }
}
