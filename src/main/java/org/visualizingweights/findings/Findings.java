package org.visualizingweights.findings;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.Step;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.network.Part;
import org.visualizingweights.parameters.ParameterReader;
import org.visualizingweights.parameters.ParameterStep;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;

/** Says what happened in a run. */
public final class Findings {
  private static final String RANDOM = "random";

  private Findings() {}

  /**
   * Reads a run, which may still be going on. However long it is, no more than a step of it is in
   * memory at a time.
   *
   * @return what was found: how training went first, then layers, then weights; empty where nothing
   *     was captured yet
   * @throws org.visualizingweights.UserError where the run's files cannot be read
   */
  public static List<Finding> of(RunFolder run) {
    return of(evidence(run, manifest -> groups(run, manifest.architecture()), problem -> {}));
  }

  /**
   * Reads of a run, as {@link #of(RunFolder)} does, only whether it broke.
   *
   * @param problems is told what could not be read and was left out, a sentence each
   * @throws org.visualizingweights.UserError where the run's files cannot be read
   */
  public static Symptoms symptoms(RunFolder run, Consumer<String> problems) {
    return Symptoms.of(evidence(run, manifest -> List.of(), problems));
  }

  private static Evidence evidence(
      RunFolder run, Function<Manifest, List<GroupWeights>> groups, Consumer<String> problems) {
    LossSummary loss = new LossSummary();
    List<VertexSummary> vertices = vertices(run, loss, problems);
    Manifest manifest = run.manifest();
    return new Evidence(
        vertices,
        loss,
        groups.apply(manifest),
        run.metrics(),
        manifest.weights().filter(weights -> weights.name().equals(RANDOM)).isPresent(),
        manifest.watched().isEmpty(),
        manifest.classes().stream().mapToDouble(Math::log).findFirst());
  }

  static List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(TrainingRules.apply(evidence));
    findings.addAll(ActivationRules.apply(evidence));
    findings.addAll(WeightRules.apply(evidence));
    return findings;
  }

  private static List<VertexSummary> vertices(
      RunFolder run, LossSummary loss, Consumer<String> problems) {
    if (!Files.exists(run.storageFile())) {
      return List.of();
    }
    try (CaptureReader reader = CaptureReader.open(run.storageFile())) {
      List<VertexSummary> vertices =
          reader.settings().vertices().stream().map(VertexSummary::new).toList();
      reader.read(0, Integer.MAX_VALUE, step -> add(step, vertices, loss)).forEach(problems);
      vertices.forEach(VertexSummary::end);
      return loss.lastIteration() < 0 ? List.of() : vertices;
    }
  }

  private static void add(Step step, List<VertexSummary> vertices, LossSummary loss) {
    loss.add(step.iteration(), step.loss());
    for (int i = 0; i < vertices.size(); i++) {
      vertices.get(i).add(step.iteration(), step.captures().get(i));
    }
  }

  private static List<GroupWeights> groups(RunFolder run, Architecture network) {
    return ParameterReader.read(run.storageFile(), reader -> groups(reader, network))
        .orElse(List.of());
  }

  private static List<GroupWeights> groups(ParameterReader reader, Architecture network) {
    List<LayerSummary> layers = reader.layout().layers().stream().map(LayerSummary::new).toList();
    reader.read(0, Integer.MAX_VALUE, step -> add(step, layers));
    Map<Part, List<LayerSummary>> byPart =
        layers.stream()
            .filter(layer -> layer.steps() > 0)
            .collect(
                Collectors.groupingBy(
                    layer -> network.partOf(layer.layer().vertex()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byPart.entrySet().stream()
        .map(entry -> new GroupWeights(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static void add(ParameterStep step, List<LayerSummary> layers) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).add(step.norms().get(i));
    }
  }
}
