package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reduces arrays to captures, in one pass over the host's memory and on all processors.
 *
 * <p>The memory is read row by row, each small enough to stay in the fastest cache while it is
 * counted and summed up. Rows and the parts that they make are the same however many threads work,
 * so the same arrays always give the same captures, to the last digit. One capture is made at a
 * time.
 */
final class Capturer implements Reduction {
  private static final int ROWS_PER_PART = 64;

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

  /** Some consecutive rows of one array. */
  private record Part(int array, Source source, int from, int to) {}

  /** What one worker has counted of one array. */
  private record Tally(int[] counts, ChannelRanges channels) {}

  /** Reads part after part, always into the same memory, which so stays in the cache. */
  private static final class Worker {
    private final Cells cells;
    private Lanes lanes = new Lanes(0);
    private float[] row = {};
    private int[] bits = {};

    Worker(Cells cells) {
      this.cells = cells;
    }

    Tally begin(Source source) {
      return new Tally(cells.newRows(), new ChannelRanges(source.layout()));
    }

    /** Adds what can be added up in any order to the tally; returns the rest. */
    Moments read(Part part, Tally tally) {
      Source source = part.source();
      boolean channelsLast = source.layout().channelsLast();
      clear(source.layout().width());
      for (int from = part.from(); from < part.to(); from += row.length) {
        int length = Math.min(row.length, part.to() - from);
        source.bits().get(from, bits, 0, length);
        source.values().get(from, row, 0, length);
        cells.count(bits, length, tally.counts());
        lanes.add(row, length);
        if (!channelsLast) {
          tally.channels().add(row, length, from);
        }
      }
      if (channelsLast) {
        tally.channels().add(lanes);
      }
      return lanes
          .moments()
          .orElseGet(() -> Moments.ofFinite(source.values(), part.from(), part.to()));
    }

    private void clear(int width) {
      if (lanes.width() == width) {
        lanes.clear();
      } else {
        lanes = new Lanes(width);
        row = new float[width];
        bits = new int[width];
      }
    }
  }

  @Override
  public List<Capture> capture(List<String> names, List<INDArray> arrays) {
    List<Source> sources = arrays.stream().map(Source::of).toList();
    List<Part> parts = parts(sources);
    Moments[] moments = new Moments[parts.size()];
    AtomicInteger next = new AtomicInteger();
    List<List<Tally>> tallies =
        Arrays.stream(workers)
            .parallel()
            .map(
                worker -> {
                  List<Tally> own = sources.stream().map(worker::begin).toList();
                  for (int i = next.getAndIncrement();
                      i < moments.length;
                      i = next.getAndIncrement()) {
                    Part part = parts.get(i);
                    moments[i] = worker.read(part, own.get(part.array()));
                  }
                  return own;
                })
            .toList();
    List<Capture> captures = new ArrayList<>();
    for (int array = 0; array < sources.size(); array++) {
      int index = array;
      Moments all = Moments.NONE;
      for (int i = 0; i < moments.length; i++) {
        all = parts.get(i).array() == array ? all.and(moments[i]) : all;
      }
      captures.add(
          merge(
              names.get(array),
              sources.get(array),
              tallies.stream().map(own -> own.get(index)).toList(),
              all));
    }
    return captures;
  }

  private static List<Part> parts(List<Source> sources) {
    List<Part> parts = new ArrayList<>();
    for (int array = 0; array < sources.size(); array++) {
      Source source = sources.get(array);
      int length = source.length();
      int step = source.layout().width() * ROWS_PER_PART;
      for (int from = 0; from < length; from += step) {
        parts.add(new Part(array, source, from, Math.min(from + step, length)));
      }
    }
    return parts;
  }

  private Capture merge(String name, Source source, List<Tally> tallies, Moments moments) {
    long[] counts = new long[cells.size()];
    ChannelRanges channels = new ChannelRanges(source.layout());
    for (Tally tally : tallies) {
      int[] sums = cells.sumRows(tally.counts());
      for (int i = 0; i < counts.length; i++) {
        counts[i] += sums[i];
      }
      channels.add(tally.channels());
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
