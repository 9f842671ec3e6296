package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All floats, cut into cells such that the values of one cell are alike in everything that a {@link
 * Capture} counts: sign and exponent, bin, zero or not, finite or not.
 *
 * <p>So a value is counted once, in its cell, and the counts of a capture are sums over cells. A
 * cell is a range of bit patterns, and is found without a branch: the upper bits of the pattern
 * point to an entry of a table, and adding the lower bits to it carries into the cell's number
 * where the pattern lies behind a border. For that no entry may have more than one border within,
 * which settles how many upper bits are needed.
 */
final class Cells {
  private static final int MIN_UPPER_BITS = 12;
  private static final int MAX_UPPER_BITS = 20;

  private static final int BELOW = 0;
  private static final int ABOVE = 1;
  private static final int NOT_FINITE = 2;
  private static final int SLOTS_BESIDE_BINS = 3;

  private static final int EXPONENT_SHIFT = 23;
  private static final long SIGN = 1L << 31;
  private static final long INFINITY = 0x7f800000L;

  private final Bins bins;
  private final long[] borders;
  private final int shift;
  private final int[] table;

  /** Where the count of each cell goes: to its bin, or to one of the slots behind all bins. */
  private final int[] slots;

  Cells(Bins bins) {
    this.bins = bins;
    this.borders = borders(bins);
    int upperBits = MIN_UPPER_BITS;
    while (upperBits < MAX_UPPER_BITS && !oneBorderEach(borders, Integer.SIZE - upperBits)) {
      upperBits++;
    }
    this.shift = Integer.SIZE - upperBits;
    this.table = oneBorderEach(borders, shift) ? table(borders, shift) : new int[0];
    this.slots = Arrays.stream(borders).mapToInt(this::slot).toArray();
  }

  /** The cells that the settings need. */
  static Cells of(CaptureSettings settings) {
    return new Cells(new Bins((float) settings.low(), (float) settings.high(), settings.bins()));
  }

  /** Whether cells are found by a table, rather than by a search. */
  boolean hasTable() {
    return table.length > 0;
  }

  /** An entry for each value of the upper bits. */
  int[] table() {
    return table.clone();
  }

  /** How many lower bits there are. */
  int shift() {
    return shift;
  }

  /** The number of cells. */
  int size() {
    return borders.length;
  }

  /** The first bit pattern of each cell, as unsigned numbers, in order. */
  private static long[] borders(Bins bins) {
    LongStream exponents = LongStream.range(0, Magnitudes.CLASSES).map(c -> c << EXPONENT_SHIFT);
    LongStream zerosEnd = LongStream.of(1, SIGN + 1);
    LongStream infinitiesEnd = LongStream.of(INFINITY + 1, SIGN + INFINITY + 1);
    LongStream edges =
        IntStream.range(1, bins.count()).mapToObj(bins::firstOf).mapToLong(Cells::borderUnder);
    LongStream ends = LongStream.of(borderUnder(bins.low()), borderUnder(Math.nextUp(bins.high())));
    return Stream.of(exponents, zerosEnd, infinitiesEnd, edges, ends)
        .flatMapToLong(Function.identity())
        .sorted()
        .distinct()
        .toArray();
  }

  /** Where the patterns are cut so that a value is apart from all smaller ones. */
  private static long borderUnder(float value) {
    long bits = Integer.toUnsignedLong(Float.floatToRawIntBits(value));
    // The patterns of negative values ascend as the values descend; -0.0 and 0.0 are equal.
    return value == 0 ? SIGN + 1 : bits < SIGN ? bits : bits + 1;
  }

  private int slot(long border) {
    float value = Float.intBitsToFloat((int) border);
    if (bins.contains(value)) {
      return bins.of(value);
    }
    int beside = !Float.isFinite(value) ? NOT_FINITE : value < bins.low() ? BELOW : ABOVE;
    return bins.count() + beside;
  }

  private static boolean oneBorderEach(long[] borders, int shift) {
    long within = -1;
    for (long border : borders) {
      boolean aligned = (border & ((1L << shift) - 1)) == 0;
      if (!aligned && border >> shift == within) {
        return false;
      }
      within = aligned ? within : border >> shift;
    }
    return borders.length <= 1 << (Integer.SIZE - shift);
  }

  private static int[] table(long[] borders, int shift) {
    int[] table = new int[1 << (Integer.SIZE - shift)];
    int cell = 0;
    for (int i = 0; i < table.length; i++) {
      long start = (long) i << shift;
      long end = start + (1L << shift);
      while (cell + 1 < borders.length && borders[cell + 1] <= start) {
        cell++;
      }
      boolean borderWithin = cell + 1 < borders.length && borders[cell + 1] < end;
      long toBorder = borderWithin ? end - borders[cell + 1] : 0;
      // Less the pattern's upper bits, so that adding a whole pattern leaves its lower bits.
      table[i] = (int) (((long) cell << shift) + toBorder - start);
    }
    return table;
  }

  /** The cell of the value with these bits. */
  int of(int bits) {
    if (table.length == 0) {
      int found = Arrays.binarySearch(borders, Integer.toUnsignedLong(bits));
      return found >= 0 ? found : -found - 2;
    }
    return (table[bits >>> shift] + bits) >>> shift;
  }

  /**
   * Sums up cells.
   *
   * @param counts of each cell
   */
  Capture capture(String vertex, long[] counts, Moments moments, Optional<ChannelCounts> channels) {
    long[] magnitudes = new long[Magnitudes.CLASSES];
    long[] bySlot = new long[bins.count() + SLOTS_BESIDE_BINS];
    for (int cell = 0; cell < counts.length; cell++) {
      magnitudes[(int) (borders[cell] >> EXPONENT_SHIFT)] += counts[cell];
      bySlot[slots[cell]] += counts[cell];
    }
    Moments known = moments.orNaN();
    return new Capture(
        vertex,
        Arrays.copyOf(bySlot, bins.count()),
        bySlot[bins.count() + BELOW],
        bySlot[bins.count() + ABOVE],
        both(0f, counts),
        both(Float.NaN, counts),
        both(Float.POSITIVE_INFINITY, counts),
        new Magnitudes(0, magnitudes),
        known.mean(),
        known.std(),
        known.min(),
        known.max(),
        channels);
  }

  /** The counts of a value's cell and of that with the other sign. */
  private long both(float value, long[] counts) {
    int bits = Float.floatToRawIntBits(value);
    return counts[of(bits)] + counts[of(bits ^ (int) SIGN)];
  }
}
