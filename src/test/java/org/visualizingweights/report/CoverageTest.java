package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Offset<Double> ROUNDING = within(1e-4);

  @Test
  void aPixelIsCoveredByAsMuchAsTheShapeHasOfIt() {
    Coverage coverage =
        new Coverage(new Rectangle2D.Double(1.25, 1.5, 2, 1), new Rectangle(0, 0, 5, 4));

    assertThat(coverage.row(0)).containsOnly(0);
    assertThat(coverage.row(1)).containsExactly(new double[] {0, 0.375, 0.5, 0.125, 0}, ROUNDING);
    assertThat(coverage.row(2)).containsExactly(coverage.row(1), ROUNDING);
    assertThat(coverage.row(3)).containsOnly(0);
  }

  @Test
  void aShapeHasItsArea() {
    // A triangle of 8 by 6, and a circle with a radius of 5.
    assertThat(area(new Polygon(new int[] {1, 9, 1}, new int[] {2, 2, 8}, 3)))
        .isEqualTo(24, within(0.1));
    assertThat(area(new Ellipse2D.Double(3, 3, 10, 10))).isEqualTo(Math.PI * 25, within(0.3));
  }

  @Test
  void whatAShapeWindsAroundTwiceIsCoveredOnceAndAHoleIsNot() {
    Path2D twice = new Path2D.Double(new Rectangle(1, 1, 4, 4));
    twice.append(new Rectangle(2, 2, 4, 4), false);
    Path2D hole = new Path2D.Double(new Rectangle(1, 1, 6, 6));
    hole.append(new Polygon(new int[] {2, 2, 4, 4}, new int[] {2, 4, 4, 2}, 4), false);

    assertThat(area(twice)).isEqualTo(16 + 16 - 9, ROUNDING);
    assertThat(area(hole)).isEqualTo(36 - 4, ROUNDING);
  }

  @Test
  void whatLiesOutsideOfTheBoundsDoesNotCount() {
    Coverage coverage =
        new Coverage(new Rectangle(-100, -100, 1000, 1000), new Rectangle(10, 20, 3, 2));

    assertThat(coverage.row(0)).containsExactly(new double[] {1, 1, 1}, ROUNDING);
    assertThat(coverage.row(1)).containsExactly(new double[] {1, 1, 1}, ROUNDING);
  }

  private static double area(Shape shape) {
    Coverage coverage = new Coverage(shape, new Rectangle(0, 0, 20, 20));
    return IntStream.range(0, 20).mapToDouble(y -> DoubleStream.of(coverage.row(y)).sum()).sum();
  }
}
