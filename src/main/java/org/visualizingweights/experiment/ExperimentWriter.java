package org.visualizingweights.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.visualizingweights.model.Network;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Writes an experiment with every key that means something for its network. */
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
    ObjectNode root = MAPPER.createObjectNode();
    Map<String, Object> values = ExperimentReader.KEYS.values(experiment);
    values.keySet().removeAll(UnusedKeys.of(experiment).keySet());
    values.forEach(
        (path, value) -> {
          int dot = path.indexOf('.');
          ObjectNode above = dot < 0 ? root : root.withObjectProperty(path.substring(0, dot));
          above.putPOJO(path.substring(dot + 1), plain(value));
        });
    return MAPPER.writeValueAsString(root);
  }

  /** A value as a text, a number, a list or a map. */
  private static Object plain(Object value) {
    if (value instanceof LearningRates lr) {
      return learningRates(lr);
    }
    if (value instanceof Network network) {
      return network.name();
    }
    if (value instanceof Freeze freeze) {
      return freeze(freeze);
    }
    if (value instanceof List<?> all && all.stream().allMatch(Enum.class::isInstance)) {
      return all.isEmpty()
          ? Value.NONE
          : all.stream().map(word -> Value.word((Enum<?>) word)).toList();
    }
    if (value instanceof Enum<?> word) {
      return Value.word(word);
    }
    if (value instanceof OptionalInt number) {
      return number.isPresent() ? number.getAsInt() : Value.NONE;
    }
    if (value instanceof Optional<?> text) {
      return text.isPresent() ? text.get() : Value.NONE;
    }
    return value;
  }

  /** One number where all are the same, or else a map: what each part gets is then plain to see. */
  private static Object learningRates(LearningRates lr) {
    return lr.everywhere().isPresent() ? lr.everywhere().getAsDouble() : lr.byPart();
  }

  private static Object freeze(Freeze freeze) {
    return switch (freeze.scope()) {
      case NONE -> Value.NONE;
      case PARTS -> freeze.chosen();
      case BODY -> ExperimentReader.BODY;
      case WHOLE_BODY -> ExperimentReader.WHOLE_BODY;
    };
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
