package org.visualizingweights.training;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J's operations, section by section, so that arrays in a GPU's memory stay there.
 *
 * <p>Tested against {@link HostUpdate} on ND4J's CPU backend. It has not been run on CUDA hardware.
 */
final class DeviceUpdate implements Update {
  private static final String WORKSPACE = "UPDATE";

  /** What a section needs in between, in one piece of memory that is kept. */
  private static final WorkspaceConfiguration KEPT =
      WorkspaceConfiguration.builder()
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();

  private final List<Section> sections;

  DeviceUpdate(List<Section> sections) {
    this.sections = List.copyOf(sections);
  }

  @Override
  public void step(
      INDArray parameters,
      INDArray gradients,
      INDArray state,
      int iteration,
      int epoch,
      boolean keepUpdates) {
    for (Section section : sections) {
      try (MemoryWorkspace scratch =
          Nd4j.getWorkspaceManager().getAndActivateWorkspace(KEPT, WORKSPACE)) {
        INDArray p = part(parameters, section.first(), section);
        INDArray g = part(gradients, section.first(), section);
        INDArray[] s =
            IntStream.of(section.stateFirst())
                .mapToObj(first -> part(state, first, section))
                .toArray(INDArray[]::new);
        INDArray before = keepUpdates ? p.dup() : p;
        section.rule().apply(p, g, s, iteration, epoch);
        if (keepUpdates) {
          g.assign(before.subi(p));
        }
      }
    }
  }

  private static INDArray part(INDArray array, int first, Section section) {
    return array
        .reshape(array.length())
        .get(NDArrayIndex.interval(first, first + section.length()));
  }

  /** Nothing is known of the state that could have changed. */
  @Override
  public void forgetStates() {}
}
