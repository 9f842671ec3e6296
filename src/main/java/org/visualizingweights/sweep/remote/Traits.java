package org.visualizingweights.sweep.remote;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Versions;

/**
 * What a run's last digits may depend on, of the machine that computes it.
 *
 * @param java vendor and version
 * @param os name, version and architecture
 * @param cpu model
 */
record Traits(String java, String os, String cpu) {

  /** Of this machine. */
  static Traits current() {
    Versions versions = Versions.current(Path.of(""));
    return new Traits(versions.java(), versions.os(), Machine.current(1).cpu());
  }

  /** How this machine differs from that of the sweep, in a sentence; empty where it does not. */
  Optional<String> difference(Traits sweeps) {
    Map<String, String> others = new LinkedHashMap<>();
    note(others, "Java", java, sweeps.java);
    note(others, "the system", os, sweeps.os);
    note(others, "the processor", cpu, sweeps.cpu);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            others.entrySet().stream()
                .map(other -> other.getKey() + " is " + other.getValue())
                .collect(
                    Collectors.joining(
                        "; ",
                        "Executed on a machine that is not like the sweep's, so that figures may differ in their last digits: ",
                        "")));
  }

  private static void note(Map<String, String> others, String what, String here, String there) {
    if (!here.equals(there)) {
      others.put(what, "%s, there %s".formatted(here, there));
    }
  }
}
