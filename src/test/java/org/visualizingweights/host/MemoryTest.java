package org.visualizingweights.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MemoryTest {
  private final INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});

  private static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  @Test
  void valuesComeInTheOrderInWhichTheyLie() {
    assertThat(values(Memory.floats(matrix))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(values(Memory.floats(matrix.transpose()))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void ofAViewThereIsItsOwnPart() {
    INDArray part = matrix.reshape(6).get(NDArrayIndex.interval(2, 5));

    assertThat(values(Memory.floats(part))).containsExactly(3, 4, 5);
    assertThat(Memory.pointer(part).get(0)).isEqualTo(3);
    assertThat(Memory.copy(part)).containsExactly(3, 4, 5);
  }

  @Test
  void whatIsWrittenToItsMemoryIsInTheArray() {
    Memory.floats(matrix).put(4, 50);
    Memory.pointer(matrix).put(0, 10);

    assertThat(matrix.getFloat(1, 1)).isEqualTo(50);
    assertThat(matrix.getFloat(0, 0)).isEqualTo(10);
  }

  @Test
  void aCopyIsRowByRowAndApart() {
    float[] copy = Memory.copy(matrix.transpose());
    copy[0] = 9;

    assertThat(copy).containsExactly(9, 4, 2, 5, 3, 6);
    assertThat(matrix.getFloat(0, 0)).isEqualTo(1);
  }

  /** As ND4J has it of a workspace that gets none when it is closed. */
  @Test
  void nativeMemoryThatIsLackingIsAnErrorLikeThatOfTheHeap() {
    RuntimeException first = new IllegalStateException("a null pointer");
    first.addSuppressed(new RuntimeException("std::bad_alloc"));
    assertThatThrownBy(() -> Memory.checked(() -> raise(new RuntimeException(first))))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("std::bad_alloc")
        .hasRootCause(first);
  }

  @Test
  void anotherProblemStaysWhatItIs() {
    RuntimeException other = new RuntimeException("shapes differ");
    assertThatThrownBy(() -> Memory.checked(() -> raise(other))).isSameAs(other);
  }

  private static void raise(RuntimeException e) {
    throw e;
  }
}
