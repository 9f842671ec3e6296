package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.model.LayerGroup;
import org.visualizingweights.training.CheckpointSettings;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Writes an experiment with every key. */
final class ExperimentWriter {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                  .disable(YAMLWriteFeature.SPLIT_LINES)
                  .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                  .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
                  .stringQuotingChecker(new QuoteUnlessPlain())
                  .build())
          .build();

  private ExperimentWriter() {}

  static String write(Experiment experiment) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", experiment.name());
    keys.put("description", experiment.description());
    keys.put("pretrained", experiment.pretrained());
    keys.put("lr", learningRates(experiment.lr()));
    keys.put("epochs", experiment.epochs());
    keys.put("split", experiment.split());
    keys.put("freeze", freeze(experiment.freeze()));
    keys.put("head", experiment.head().label());
    keys.put("dataset", experiment.dataset());
    keys.put("weights", experiment.weights());
    keys.put("weights-fallback", experiment.weightsFallback().orElse(ExperimentReader.NONE));
    keys.put("limit", numberOrNone(experiment.limit()));
    keys.put("image-size", experiment.imageSize());
    keys.put("batch-size", experiment.batchSize());
    keys.put("augment", experiment.augment());
    optimizer(experiment.optimizer(), keys);
    keys.put("seed", experiment.seed());
    keys.put("capture", capture(experiment));
    keys.put("checkpoints", checkpoints(experiment.checkpoints()));
    return MAPPER.writeValueAsString(keys);
  }

  private static void optimizer(OptimizerSettings optimizer, Map<String, Object> keys) {
    keys.put("optimizer", optimizer.algorithm().name().toLowerCase(Locale.ROOT));
    keys.put("momentum", optimizer.momentum());
    keys.put("weight-decay", optimizer.weightDecay());
    keys.put("betas", List.of(optimizer.beta1(), optimizer.beta2()));
    keys.put("eps", optimizer.epsilon());
  }

  private static Map<String, Object> capture(Experiment experiment) {
    CaptureSettings capture = experiment.capture();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("vertices", capture.vertices());
    keys.put("every", capture.every());
    keys.put("bins", capture.bins());
    keys.put("range", List.of(capture.low(), capture.high()));
    keys.put("weights-every", experiment.weightsEvery());
    return keys;
  }

  private static Map<String, Object> checkpoints(CheckpointSettings checkpoints) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("every", numberOrNone(checkpoints.every()));
    keys.put("keep", checkpoints.keep());
    return keys;
  }

  private static Object numberOrNone(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : ExperimentReader.NONE;
  }

  /**
   * One number where all are the same, or else a map: what each group gets is then plain to see.
   */
  private static Object learningRates(LearningRates lr) {
    LayerGroup[] groups = LayerGroup.values();
    if (LearningRates.of(lr.of(groups[0])).equals(lr)) {
      return lr.of(groups[0]);
    }
    Map<String, Double> byGroup = new LinkedHashMap<>();
    for (LayerGroup group : groups) {
      byGroup.put(group.label(), lr.of(group));
    }
    return byGroup;
  }

  private static Object freeze(Freeze freeze) {
    if (freeze.equals(Freeze.NONE)) {
      return ExperimentReader.NONE;
    }
    if (freeze.isWholeBody()) {
      return ExperimentReader.WHOLE_BODY;
    }
    return freeze.equals(Freeze.BODY)
        ? ExperimentReader.BODY
        : freeze.groups().stream().sorted().map(LayerGroup::label).toList();
  }

  /** Quotes whatever YAML could take for something else than a text. */
  private static final class QuoteUnlessPlain extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z]([\\w ./?()-]*[\\w./?()-])?");

    @Override
    public boolean needToQuoteName(String name) {
      return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return isReservedKeyword(value) || !PLAIN.matcher(value).matches();
    }
  }
}
