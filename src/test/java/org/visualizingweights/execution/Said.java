package org.visualizingweights.execution;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.visualizingweights.files.Console;

/** Remembers what is said. */
final class Said implements Console {
  final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void say(String line) {
    lines.add(line);
  }

  @Override
  public Task begin(String name, long done, long total) {
    return SILENT.begin(name, done, total);
  }
}
