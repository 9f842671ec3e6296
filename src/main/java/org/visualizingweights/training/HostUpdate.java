package org.visualizingweights.training;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One pass over the host's memory, on all processors. */
final class HostUpdate implements Update {
  /** Small enough for threads to share the work evenly. */
  private static final int SPAN = 1 << 16;

  private final List<UpdateSpan> spans = new ArrayList<>();
  private final List<UpdateSpan.Scratch> scratches = new ArrayList<>();

  HostUpdate(List<Section> sections) {
    sections.forEach(this::addSpans);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      scratches.add(new UpdateSpan.Scratch());
    }
  }

  private void addSpans(Section section) {
    for (int start = 0; start < section.length(); start += SPAN) {
      int offset = start;
      int[] stateFirst = IntStream.of(section.stateFirst()).map(s -> s + offset).toArray();
      int length = Math.min(SPAN, section.length() - start);
      spans.add(new UpdateSpan(section.rule(), section.first() + start, length, stateFirst));
    }
  }

  @Override
  public void step(
      INDArray parameters, INDArray gradients, INDArray state, int iteration, boolean keepUpdates) {
    UpdateSpan.Memory memory =
        new UpdateSpan.Memory(
            buffer(parameters),
            buffer(gradients),
            state.isEmpty() ? FloatBuffer.allocate(0) : buffer(state),
            iteration,
            keepUpdates);
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, scratches.size())
        .parallel()
        .forEach(thread -> work(memory, scratches.get(thread), next));
  }

  private void work(UpdateSpan.Memory memory, UpdateSpan.Scratch scratch, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < spans.size(); i = next.getAndIncrement()) {
      spans.get(i).update(memory, scratch);
    }
  }

  @Override
  public void forgetStates() {
    spans.forEach(UpdateSpan::forgetStates);
  }

  private static FloatBuffer buffer(INDArray array) {
    return array.data().asNio().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
