package org.visualizingweights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.nd4j.linalg.api.ndarray.INDArray;
import tools.jackson.databind.JsonNode;

/**
 * What a reference says of a tensor: its mean, deviation and extremes, and its first and last eight
 * values.
 *
 * @param tolerance of each, as a share of the standard deviation
 */
public record Summary(JsonNode expected, double tolerance) {
  private static final int VALUES = 8;

  /** Checks a tensor. */
  public void assertIsThatOf(String name, INDArray actual) {
    Offset<Double> offset = within(tolerance * number("std"));
    double[] values = actual.dup('c').data().asDouble();
    double mean = 0;
    double squares = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    assertThat(mean).as(name + " mean").isEqualTo(number("mean"), offset);
    assertThat(Math.sqrt(squares / values.length))
        .as(name + " std")
        .isEqualTo(number("std"), offset);
    assertThat(actual.minNumber().doubleValue()).as(name + " min").isEqualTo(number("min"), offset);
    assertThat(actual.maxNumber().doubleValue()).as(name + " max").isEqualTo(number("max"), offset);
    for (int i = 0; i < VALUES; i++) {
      assertThat(values[i])
          .as(name + " first " + i)
          .isEqualTo(expected.get("first").get(i).asDouble(), offset);
      assertThat(values[values.length - VALUES + i])
          .as(name + " last " + i)
          .isEqualTo(expected.get("last").get(i).asDouble(), offset);
    }
  }

  private double number(String name) {
    return expected.get(name).asDouble();
  }
}
