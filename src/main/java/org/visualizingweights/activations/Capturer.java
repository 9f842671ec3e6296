package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reduces arrays to captures, in one pass over the host's memory and on all processors.
 *
 * <p>The memory is read block by block, each small enough to stay in the fastest cache while it is
 * counted and summed up. Blocks and their order are the same however many threads work, so the same
 * arrays always give the same captures, to the last digit. One capture is made at a time.
 */
final class Capturer implements Reduction {
  private static final int BLOCK = 4096;
  private static final int BLOCKS_PER_PART = 8;
  private static final int PART = BLOCK * BLOCKS_PER_PART;

  private final Cells cells;
  private final float high;
  private final Worker[] workers;

  Capturer(CaptureSettings settings) {
    this.cells = Cells.of(settings);
    this.high = (float) settings.high();
    this.workers =
        Stream.generate(() -> new Worker(cells))
            .limit(Runtime.getRuntime().availableProcessors())
            .toArray(Worker[]::new);
  }

  /** Some consecutive values of one array. */
  private record Part(Source source, int from, int to) {}

  /** What is known of one part: the counts of its cells, its moments, its channels. */
  private record Tally(Source source, int[] counts, Moments moments, ChannelRanges channels) {}

  /** Tallies one part after the other, always in the same memory, which so stays in the cache. */
  private static final class Worker {
    private final Cells cells;
    private final int[] counts;
    private final float[] values = new float[BLOCK];
    private final int[] bits = new int[BLOCK];

    Worker(Cells cells) {
      this.cells = cells;
      this.counts = cells.newRows();
    }

    Tally tally(Part part) {
      Arrays.fill(counts, 0);
      Moments moments = Moments.NONE;
      ChannelRanges channels = new ChannelRanges(part.source().layout());
      for (int from = part.from(); from < part.to(); from += BLOCK) {
        int length = Math.min(BLOCK, part.to() - from);
        part.source().bits().get(from, bits, 0, length);
        part.source().values().get(from, values, 0, length);
        cells.count(bits, length, counts);
        channels.add(bits, length, from);
        moments = moments.and(Moments.of(values, length));
      }
      return new Tally(part.source(), cells.sumRows(counts), moments, channels);
    }
  }

  @Override
  public List<Capture> capture(List<String> names, List<INDArray> arrays) {
    List<Source> sources = arrays.stream().map(Source::of).toList();
    List<Part> parts = new ArrayList<>();
    for (Source source : sources) {
      int length = source.length();
      for (int from = 0; from < length; from += PART) {
        parts.add(new Part(source, from, Math.min(from + PART, length)));
      }
    }
    Tally[] tallies = new Tally[parts.size()];
    AtomicInteger next = new AtomicInteger();
    Arrays.stream(workers)
        .parallel()
        .forEach(
            worker -> {
              for (int i = next.getAndIncrement(); i < tallies.length; i = next.getAndIncrement()) {
                tallies[i] = worker.tally(parts.get(i));
              }
            });
    return IntStream.range(0, arrays.size())
        .mapToObj(i -> merge(names.get(i), sources.get(i), tallies))
        .toList();
  }

  private Capture merge(String name, Source source, Tally[] tallies) {
    long[] counts = new long[cells.size()];
    Moments moments = Moments.NONE;
    ChannelRanges channels = new ChannelRanges(source.layout());
    for (Tally tally : tallies) {
      if (tally.source() == source) {
        for (int i = 0; i < counts.length; i++) {
          counts[i] += tally.counts()[i];
        }
        moments = moments.and(tally.moments());
        channels.add(tally.channels());
      }
    }
    return cells.capture(
        name,
        counts,
        moments,
        source.hasChannels()
            ? Optional.of(channels.counts(source.valuesPerChannel(), high))
            : Optional.empty());
  }
}
