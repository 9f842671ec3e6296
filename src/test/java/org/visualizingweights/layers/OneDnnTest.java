package org.visualizingweights.layers;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.nd4j.linalg.factory.Nd4j;

/** What the tests of our layers begin with. */
abstract class OneDnnTest {

  @BeforeAll
  static void needsOneDnn() {
    OneDnnKit.obstacle().ifPresent(reason -> Assumptions.abort(reason));
  }

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(1);
  }
}
