package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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

  /** What the workers share. */
  private static final class Job {
    private final List<Source> sources;
    private final List<Part> parts;
    private final Moments[] moments;
    private final AtomicInteger next = new AtomicInteger();

    Job(List<Source> sources, List<Part> parts) {
      this.sources = sources;
      this.parts = parts;
      this.moments = new Moments[parts.size()];
    }

    /** The moments of an array, always added up in the same order. */
    Moments moments(int array) {
      Moments all = Moments.NONE;
      for (int i = 0; i < moments.length; i++) {
        all = parts.get(i).array() == array ? all.and(moments[i]) : all;
      }
      return all;
    }
  }

  /** Reads part after part, always into the same memory, which so stays in the cache. */
  private static final class Worker {
    private final Cells cells;
    private Lanes lanes = new Lanes(0);
    private float[] row = {};
    private int[] bits = {};

    Worker(Cells cells) {
      this.cells = cells;
    }

    /** Reads parts until there are none left; returns a tally for each source. */
    List<Tally> work(Job job) {
      List<Tally> tallies = new ArrayList<>();
      for (Source source : job.sources) {
        tallies.add(new Tally(cells.newRows(), new ChannelRanges(source.layout())));
      }
      int i = job.next.getAndIncrement();
      while (i < job.moments.length) {
        Part part = job.parts.get(i);
        job.moments[i] = read(part, tallies.get(part.array()));
        i = job.next.getAndIncrement();
      }
      return tallies;
    }

    /** Adds what can be added up in any order to the tally; returns the rest. */
    private Moments read(Part part, Tally tally) {
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
    Job job = new Job(sources, parts(sources));
    List<ForkJoinTask<List<Tally>>> helpers = new ArrayList<>();
    for (int i = 1; i < workers.length; i++) {
      Worker helper = workers[i];
      helpers.add(ForkJoinTask.adapt(() -> helper.work(job)).fork());
    }
    List<List<Tally>> tallies = new ArrayList<>();
    tallies.add(workers[0].work(job));
    helpers.forEach(helper -> tallies.add(helper.join()));
    return IntStream.range(0, sources.size())
        .mapToObj(
            array ->
                merge(
                    names.get(array),
                    sources.get(array),
                    tallies.stream().map(own -> own.get(array)).toList(),
                    job.moments(array)))
        .toList();
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
