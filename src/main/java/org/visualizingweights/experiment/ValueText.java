package org.visualizingweights.experiment;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Scalar;
import org.visualizingweights.experiment.Node.Sequence;

/** Values as people write them: the same value has the same text, however its file writes it. */
final class ValueText {
  /** The digits before the point that are written out. */
  private static final int WRITTEN_OUT = 20;

  private ValueText() {}

  static String of(Node node) {
    if (node instanceof Scalar scalar) {
      return of(scalar);
    }
    if (node instanceof Sequence list) {
      return list.items().stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .map(entry -> entry.getKey() + ": " + of(entry.getValue().value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return node.inWords();
  }

  private static String of(Scalar scalar) {
    return switch (scalar.type()) {
      case NUMBER -> number(scalar.text());
      case BOOLEAN -> Boolean.toString(Boolean.parseBoolean(scalar.text()));
      case NOTHING -> scalar.inWords();
      // What a file holds must not steer the terminal.
      case TEXT -> scalar.text().replaceAll("\\p{Cntrl}", " ");
    };
  }

  private static String number(String text) {
    try {
      return number(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return text; // .nan, which no key allows
    }
  }

  /** Without zeros at its end, and with a power of ten only where the number is long otherwise. */
  static String number(BigDecimal number) {
    BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    boolean isWritable =
        shortest.scale() <= 0 && (long) shortest.precision() - shortest.scale() <= WRITTEN_OUT;
    return isWritable
        ? shortest.toPlainString()
        : shortest.toString().replace("E+", "e").replace('E', 'e');
  }
}
