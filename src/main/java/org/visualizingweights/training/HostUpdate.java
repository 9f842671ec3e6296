package org.visualizingweights.training;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.host.Memory;
import org.visualizingweights.host.Threads;

/** One pass over the host's memory, on all threads. */
final class HostUpdate implements Update {
  /** Small enough for threads to share the work evenly. */
  private static final int SPAN = 1 << 16;

  private final List<UpdateSpan> spans = new ArrayList<>();
  private final List<UpdateSpan.Scratch> scratches = Threads.workers(UpdateSpan.Scratch::new);

  HostUpdate(List<Section> sections) {
    sections.forEach(this::addSpans);
  }

  private void addSpans(Section section) {
    for (int start = 0; start < section.length(); start += SPAN) {
      int offset = start;
      int[] stateFirst = IntStream.of(section.stateFirst()).map(s -> s + offset).toArray();
      int length = Math.min(SPAN, section.length() - start);
      spans.add(
          new UpdateSpan(new Section(section.rule(), section.first() + start, length, stateFirst)));
    }
  }

  @Override
  public void step(
      INDArray parameters,
      INDArray gradients,
      INDArray state,
      int iteration,
      int epoch,
      boolean keepUpdates) {
    UpdateSpan.Vectors vectors =
        new UpdateSpan.Vectors(
            Memory.floats(parameters),
            Memory.floats(gradients),
            state.isEmpty() ? FloatBuffer.allocate(0) : Memory.floats(state),
            iteration,
            epoch,
            keepUpdates);
    Threads.share(
        spans.size(),
        scratches,
        (scratch, pieces) -> pieces.forEach(i -> spans.get(i).update(vectors, scratch)));
  }

  @Override
  public void forgetStates() {
    spans.forEach(UpdateSpan::forgetStates);
  }
}
