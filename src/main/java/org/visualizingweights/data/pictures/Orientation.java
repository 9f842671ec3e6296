package org.visualizingweights.data.pictures;

/**
 * How a picture lies in its file (Exif 2.32, tag 0x0112): it is mirrored first, then transposed, to
 * be upright.
 *
 * @param mirrorsX whether left and right are exchanged
 * @param mirrorsY whether top and bottom are exchanged
 * @param transposes whether rows are columns
 */
record Orientation(boolean mirrorsX, boolean mirrorsY, boolean transposes) {
  private static final int TAG = 0x0112;
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** Of Exif's number; a number that means nothing is taken for upright. */
  private static Orientation of(int number) {
    return number < 1 || number > 8
        ? UPRIGHT
        : new Orientation(
            number == 2 || number == 3 || number == 7 || number == 8,
            number == 3 || number == 4 || number == 6 || number == 7,
            number >= 5);
  }

  static Orientation of(Directory tags) {
    return of(tags.numbers(TAG, 1)[0]);
  }

  /** Where a pixel of a square lies in the upright square, counted in rows from its top left. */
  int upright(int x, int y, int side) {
    int column = mirrorsX ? side - 1 - x : x;
    int row = mirrorsY ? side - 1 - y : y;
    return transposes ? column * side + row : row * side + column;
  }
}
