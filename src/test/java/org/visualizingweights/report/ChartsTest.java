package org.visualizingweights.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.History;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;

class ChartsTest {
  @Test
  void look() {
    show(
        "healthy",
        "What does a network do that learns from nothing?",
        "0.01",
        Synthetic.healthy(1638),
        Synthetic.metrics(0.0553, 0.0491, 0.0345));
    show(
        "breaking",
        "What does a learning rate of 1 do to an untrained network?",
        "1",
        Synthetic.breaking(1638),
        Synthetic.metrics(0.7509, 0.8294, 0.8989));
    show(
        "pretrained",
        "And to a pretrained one?",
        "1",
        Synthetic.pretrained(1638),
        Synthetic.metrics(0.8592, 0.9037, 0.8081));
  }

  private static void show(String name, String d, String lr, History h, List<EpochMetrics> m) {
    RunFolder f = RunFolder.create(Path.of("target/charts-to-look-at"), name, Instant.now());
    Manifest man = Synthetic.manifest(name, d, lr, h.steps().size());
    f.write(man);
    m.forEach(f::append);
    long t = System.nanoTime();
    System.out.println(Charts.write(f, h) + " " + (System.nanoTime() - t) / 1e6);
  }
}
