package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.host.Threads;

/**
 * Reduces arrays to captures, in one pass over the host's memory and on all threads.
 *
 * <p>The memory is read row by row, each small enough to stay in the fastest cache while it is
 * counted and summed up. Rows and the chunks that they make up are the same however many threads
 * work, so the same arrays always give the same captures, to the last digit. One capture is made at
 * a time.
 */
final class HostReduction implements Reduction {
  private static final int ROWS_PER_CHUNK = 64;

  private final Cells cells;
  private final float high;
  private final List<Worker> workers;
  private final FloatMemories floats = new FloatMemories();
  private ReadPlan plan = ReadPlan.of(List.of());

  HostReduction(CaptureSettings settings) {
    this.cells = Cells.of(settings);
    this.high = (float) settings.high();
    this.workers = Threads.workers(() -> new Worker(cells));
  }

  /** Some consecutive rows of one array. */
  private record Chunk(int array, ArrayMemory memory, int from, int to) {}

  /**
   * What there is to read. It is kept for as long as the arrays have the same memory, as those of a
   * network mostly do: after a training step little of what it takes to make one is in a cache.
   */
  private record ReadPlan(List<ArrayMemory> memories, List<Chunk> chunks) {
    static ReadPlan of(List<FloatArray> arrays) {
      List<ArrayMemory> memories = new ArrayList<>();
      List<Chunk> chunks = new ArrayList<>();
      for (FloatArray array : arrays) {
        ArrayMemory memory = ArrayMemory.of(array);
        int length = memory.length();
        int step = memory.layout().rowWidth() * ROWS_PER_CHUNK;
        for (int from = 0; from < length; from += step) {
          chunks.add(new Chunk(memories.size(), memory, from, Math.min(from + step, length)));
        }
        memories.add(memory);
      }
      return new ReadPlan(memories, chunks);
    }

    boolean isAlsoOf(List<FloatArray> arrays) {
      boolean same = arrays.size() == memories.size();
      for (int i = 0; same && i < memories.size(); i++) {
        same = memories.get(i).isAlsoOf(arrays.get(i));
      }
      return same;
    }

    List<Counted> nothingCounted(int cells) {
      return memories.stream()
          .map(memory -> new Counted(new long[cells], new ChannelExtremes(memory.layout())))
          .toList();
    }

    /** The moments of each array from those of the chunks, always added up in the same order. */
    Moments[] sums(Moments[] ofChunks) {
      Moments[] sums = new Moments[memories.size()];
      Arrays.fill(sums, Moments.NONE);
      for (int i = 0; i < ofChunks.length; i++) {
        int array = chunks.get(i).array();
        sums[array] = sums[array].plus(ofChunks[i]);
      }
      return sums;
    }
  }

  /** What one worker, and in the end all of them, have counted of one array. */
  private record Counted(long[] cells, ChannelExtremes channels) {
    void add(Counted other) {
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] += other.cells[cell];
      }
      channels.add(other.channels);
    }
  }

  /** Reads chunk after chunk, always into the same memory, which so stays in the cache. */
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

    /** Reads chunks until there are none left. */
    void work(ReadPlan plan, Moments[] moments, Threads.Pieces pieces) {
      counted = plan.nothingCounted(cells.size());
      array = 0;
      pieces.forEach(i -> moments[i] = read(plan.chunks().get(i)));
      tally.takeCounts(counted.get(array).cells());
    }

    private Moments read(Chunk chunk) {
      if (chunk.array() != array) {
        tally.takeCounts(counted.get(array).cells());
        array = chunk.array();
      }
      return read(chunk, counted.get(array).channels());
    }

    private Moments read(Chunk chunk, ChannelExtremes channels) {
      ArrayMemory memory = chunk.memory();
      boolean channelsLast = memory.layout().channelsLast();
      clear(memory.layout().rowWidth());
      for (int from = chunk.from(); from < chunk.to(); from += row.length) {
        int length = Math.min(row.length, chunk.to() - from);
        memory.values().get(from, row, 0, length);
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
          .orElseGet(() -> Moments.ofFinite(memory.values(), chunk.from(), chunk.to()));
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
  public List<Capture> capture(List<Activations> activations) {
    List<FloatArray> arrays = floats.of(activations);
    if (!plan.isAlsoOf(arrays)) {
      plan = ReadPlan.of(arrays);
    }
    Moments[] ofChunks = new Moments[plan.chunks().size()];
    Threads.share(
        ofChunks.length, workers, (worker, pieces) -> worker.work(plan, ofChunks, pieces));
    List<Counted> counted = workers.get(0).counted;
    for (Worker helper : workers.subList(1, workers.size())) {
      for (int array = 0; array < counted.size(); array++) {
        counted.get(array).add(helper.counted.get(array));
      }
    }
    Moments[] moments = plan.sums(ofChunks);
    List<Capture> captures = new ArrayList<>();
    for (int array = 0; array < moments.length; array++) {
      captures.add(
          capture(
              activations.get(array).vertex(),
              plan.memories().get(array),
              counted.get(array),
              moments[array]));
    }
    return captures;
  }

  private Capture capture(String name, ArrayMemory memory, Counted counted, Moments moments) {
    return cells.capture(
        name,
        counted.cells(),
        moments,
        memory.array().hasChannels()
            ? Optional.of(counted.channels().counts(memory.valuesPerChannel(), high))
            : Optional.empty());
  }
}
