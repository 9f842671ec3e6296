package org.visualizingweights.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class ThreadsTest {
  private static final int PIECES = 10_000;
  private static final int MANY = 100_000_000;

  @AfterEach
  void restore() {
    Threads.use(Threads.byDefault());
    System.clearProperty(Threads.PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyPieceIsDoneOnceHoweverManyThreadsThereAre(int threads) {
    System.setProperty(Threads.PROPERTY, "" + threads);
    AtomicIntegerArray done = new AtomicIntegerArray(PIECES);

    Threads.share(PIECES, done::incrementAndGet);

    assertThat(IntStream.range(0, PIECES).map(done::get)).containsOnly(1);
  }

  @Test
  void aWorkerBelongsToOneThreadAndTogetherTheyDoAll() {
    System.setProperty(Threads.PROPERTY, "3");
    List<int[]> workers = Threads.workers(() -> new int[1]);

    Threads.share(PIECES, workers, (worker, pieces) -> pieces.forEach(i -> worker[0]++));

    assertThat(workers).hasSize(3);
    assertThat(workers.stream().mapToInt(worker -> worker[0]).sum()).isEqualTo(PIECES);
  }

  @Test
  void oneThreadIsTheCallingOne() {
    System.setProperty(Threads.PROPERTY, "1");
    Thread caller = Thread.currentThread();
    Threads.share(PIECES, i -> assertThat(Thread.currentThread()).isSameAs(caller));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void whatAPieceThrowsEndsTheWorkAndArrives(int threads) {
    System.setProperty(Threads.PROPERTY, "" + threads);
    AtomicInteger done = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Threads.share(
                    MANY,
                    i -> {
                      done.incrementAndGet();
                      if (i == 100) {
                        throw new UnsupportedOperationException("piece 100");
                      }
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasStackTraceContaining("piece 100");
    assertThat(done.get()).isGreaterThan(100).isLessThan(MANY);
  }

  @Test
  void nativeLibrariesUseAsMany() {
    Threads.use(1);

    assertThat(Threads.count()).isEqualTo(1);
    assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(1);
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
    assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()).isEqualTo(1);
  }

  @Test
  void withoutAWordAllCoresCompute() {
    System.clearProperty(Threads.PROPERTY);
    Assumptions.assumeTrue(System.getenv("OMP_NUM_THREADS") == null);
    assertThat(Threads.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "7", "100000", "many"})
  void whatAProgramOfTheUsersCallsThreadsIsItsOwn(String threads) {
    System.setProperty("threads", threads);
    try {
      assertThat(Threads.count()).isEqualTo(Threads.byDefault());
    } finally {
      System.clearProperty("threads");
    }
  }
}
