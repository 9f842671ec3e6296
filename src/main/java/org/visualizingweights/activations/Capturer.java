package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.host.Threads;

/**
 * Reduces arrays to captures, in one pass over the host's memory and on all threads.
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
  private final List<Worker> workers;
  private Plan plan = Plan.of(List.of());

  Capturer(CaptureSettings settings) {
    this.cells = Cells.of(settings);
    this.high = (float) settings.high();
    this.workers = Threads.workers(() -> new Worker(cells));
  }

  /** Some consecutive rows of one array. */
  private record Part(int array, Source source, int from, int to) {}

  /**
   * What there is to read. It is kept for as long as the arrays have the same memory, as those of a
   * network mostly do: after a training step little of what it takes to make one is in a cache.
   */
  private record Plan(List<Source> sources, List<Part> parts) {
    static Plan of(List<INDArray> arrays) {
      List<Source> sources = new ArrayList<>();
      List<Part> parts = new ArrayList<>();
      for (INDArray array : arrays) {
        Source source = Source.of(array);
        int length = source.length();
        int step = source.layout().width() * ROWS_PER_PART;
        for (int from = 0; from < length; from += step) {
          parts.add(new Part(sources.size(), source, from, Math.min(from + step, length)));
        }
        sources.add(source);
      }
      return new Plan(sources, parts);
    }

    boolean isAlsoOf(List<INDArray> arrays) {
      boolean same = arrays.size() == sources.size();
      for (int i = 0; same && i < sources.size(); i++) {
        same = sources.get(i).isAlsoOf(arrays.get(i));
      }
      return same;
    }

    List<Counted> nothingCounted(int cells) {
      return sources.stream()
          .map(source -> new Counted(new long[cells], new ChannelRanges(source.layout())))
          .toList();
    }

    /** The moments of each array from those of the parts, always added up in the same order. */
    Moments[] sums(Moments[] ofParts) {
      Moments[] sums = new Moments[sources.size()];
      Arrays.fill(sums, Moments.NONE);
      for (int i = 0; i < ofParts.length; i++) {
        int array = parts.get(i).array();
        sums[array] = sums[array].and(ofParts[i]);
      }
      return sums;
    }
  }

  /** What one worker, and in the end all of them, have counted of one array. */
  private record Counted(long[] cells, ChannelRanges channels) {
    void add(Counted other) {
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] += other.cells[cell];
      }
      channels.add(other.channels);
    }
  }

  /** Reads part after part, always into the same memory, which so stays in the cache. */
  private static final class Worker {
    private final Cells cells;
    private final Tally tally;
    private Extremes extremes = new Extremes(0);
    private float[] row = {};

    /** What was counted of each array, but for that which is being read. */
    private List<Counted> counted = List.of();

    private int array;

    Worker(Cells cells) {
      this.cells = cells;
      this.tally = new Tally(cells);
    }

    /** Reads parts until there are none left. */
    void work(Plan plan, Moments[] moments, Threads.Pieces pieces) {
      counted = plan.nothingCounted(cells.size());
      array = 0;
      pieces.forEach(i -> moments[i] = read(plan.parts().get(i)));
      tally.takeCounts(counted.get(array).cells());
    }

    private Moments read(Part part) {
      if (part.array() != array) {
        tally.takeCounts(counted.get(array).cells());
        array = part.array();
      }
      return read(part, counted.get(array).channels());
    }

    private Moments read(Part part, ChannelRanges channels) {
      Source source = part.source();
      boolean channelsLast = source.layout().channelsLast();
      clear(source.layout().width());
      for (int from = part.from(); from < part.to(); from += row.length) {
        int length = Math.min(row.length, part.to() - from);
        source.values().get(from, row, 0, length);
        tally.add(row, length);
        extremes.add(row, length);
        if (!channelsLast) {
          channels.add(row, length, from);
        }
      }
      if (channelsLast) {
        channels.add(extremes);
      }
      return tally
          .takeMoments(extremes.min(), extremes.max())
          .orElseGet(() -> Moments.ofFinite(source.values(), part.from(), part.to()));
    }

    private void clear(int width) {
      if (extremes.width() == width) {
        extremes.clear();
      } else {
        extremes = new Extremes(width);
        row = new float[width];
      }
    }
  }

  @Override
  public List<Capture> capture(List<String> names, List<INDArray> arrays) {
    if (!plan.isAlsoOf(arrays)) {
      plan = Plan.of(arrays);
    }
    Moments[] ofParts = new Moments[plan.parts().size()];
    Threads.share(ofParts.length, workers, (worker, pieces) -> worker.work(plan, ofParts, pieces));
    List<Counted> counted = workers.get(0).counted;
    for (Worker helper : workers.subList(1, workers.size())) {
      for (int array = 0; array < counted.size(); array++) {
        counted.get(array).add(helper.counted.get(array));
      }
    }
    Moments[] moments = plan.sums(ofParts);
    List<Capture> captures = new ArrayList<>();
    for (int array = 0; array < moments.length; array++) {
      captures.add(
          capture(names.get(array), plan.sources().get(array), counted.get(array), moments[array]));
    }
    return captures;
  }

  private Capture capture(String name, Source source, Counted counted, Moments moments) {
    return cells.capture(
        name,
        counted.cells(),
        moments,
        source.hasChannels()
            ? Optional.of(counted.channels().counts(source.valuesPerChannel(), high))
            : Optional.empty());
  }
}
