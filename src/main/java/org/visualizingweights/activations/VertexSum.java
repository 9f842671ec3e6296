package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What one vertex did over some steps: captures, added up. Counts add up exactly; moments are those
 * of all values pooled.
 *
 * @param bins counts of the equal bins over the range
 * @param stepsNotFinite how many steps had values that are NaN or infinite
 * @param mostBelow the largest share of values below the range in any of the steps
 * @param mostAbove the largest share of values above it
 * @param moments of all finite values
 * @param sumOfSquares of the finite values
 * @param sums of each {@link Figure} that is added up by itself, in their order
 * @param steps that had each of these
 */
public record VertexSum(
    long[] bins,
    Magnitudes magnitudes,
    int stepsNotFinite,
    double mostBelow,
    double mostAbove,
    Moments moments,
    double sumOfSquares,
    double[] sums,
    long[] steps) {
  private static final Figure[] FIGURES = Figure.values();

  /** What there was at one step. */
  public static VertexSum of(Capture capture) {
    double[] sums = new double[FIGURES.length];
    long[] steps = new long[FIGURES.length];
    for (int i = 0; i < sums.length; i++) {
      Optional<Number> summand = FIGURES[i].summand(capture);
      steps[i] = summand.isPresent() ? 1 : 0;
      sums[i] =
          summand
              .map(Number::doubleValue)
              .filter(value -> !value.isNaN())
              .orElse(FIGURES[i].merge().identity());
    }
    return new VertexSum(
        capture.bins(),
        capture.magnitudes(),
        capture.notFinite() > 0 ? 1 : 0,
        capture.share(capture.below()),
        capture.share(capture.above()),
        capture.moments(),
        capture.sumOfSquares(),
        sums,
        steps);
  }

  /** These steps and, later, others. */
  public VertexSum plus(VertexSum later) {
    return new VertexSum(
        IntStream.range(0, bins.length).mapToLong(i -> bins[i] + later.bins[i]).toArray(),
        magnitudes.plus(later.magnitudes),
        stepsNotFinite + later.stepsNotFinite,
        Math.max(mostBelow, later.mostBelow),
        Math.max(mostAbove, later.mostAbove),
        moments.plus(later.moments),
        sumOfSquares + later.sumOfSquares,
        IntStream.range(0, sums.length)
            .mapToDouble(i -> FIGURES[i].merge().add(sums[i], later.sums[i]))
            .toArray(),
        IntStream.range(0, steps.length).mapToLong(i -> steps[i] + later.steps[i]).toArray());
  }

  /**
   * The same as a single capture, as if all steps had been one batch; of channels, the mean of the
   * steps.
   */
  Capture pooled(String vertex) {
    Moments finite = moments.orNaN();
    return new Capture(
        vertex,
        bins,
        count(Figure.BELOW),
        count(Figure.ABOVE),
        count(Figure.ZEROS),
        count(Figure.NANS),
        count(Figure.INFINITIES),
        magnitudes,
        finite.mean(),
        finite.std(),
        finite.count() == 0 ? Double.NaN : sums[Figure.MIN.ordinal()],
        finite.count() == 0 ? Double.NaN : sums[Figure.MAX.ordinal()],
        channels() == 0
            ? Optional.empty()
            : Optional.of(
                new ChannelCounts(channels(), perStep(Figure.DEAD), perStep(Figure.SATURATED))));
  }

  private long perStep(Figure figure) {
    return Math.round(figure.merge().over(sums[figure.ordinal()], steps[figure.ordinal()]));
  }

  /** What a count comes to, exactly. */
  public long count(Figure figure) {
    return (long) sums[figure.ordinal()];
  }

  /** Values that are NaN or infinite. */
  public long notFinite() {
    return count(Figure.NANS) + count(Figure.INFINITIES);
  }

  /** All values, finite or not. */
  public long total() {
    return count(Figure.TOTAL);
  }

  /** Root of the mean square of the finite values; NaN where there are none. */
  public double rms() {
    return Math.sqrt(sumOfSquares / moments.count());
  }

  /** The share of the values that are above the range. */
  public double shareAbove() {
    return (double) count(Figure.ABOVE) / total();
  }

  /**
   * The share of the bins {@linkplain CaptureSettings#firstNearZero() nearest to zero} in all bins;
   * NaN where nothing is in range.
   *
   * @param settings with which they were captured
   */
  public double nearZero(CaptureSettings settings) {
    long near = Arrays.stream(bins, settings.firstNearZero(), settings.endNearZero()).sum();
    long all = Arrays.stream(bins).sum();
    return all == 0 ? Double.NaN : (double) near / all;
  }

  /** How many channels there are; 0 where they were not counted. */
  public long channels() {
    long counted = steps[Figure.CHANNELS.ordinal()];
    return counted == 0 ? 0 : count(Figure.CHANNELS) / counted;
  }

  /** The share of channels that are dead; 0 where they were not counted. */
  public double shareOfDeadChannels() {
    long dead = count(Figure.DEAD);
    return dead == 0 ? 0 : (double) dead / count(Figure.CHANNELS);
  }
}
