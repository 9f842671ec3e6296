package org.visualizingweights.spark;

/** Threads for which no process waits. */
final class Daemon {
  private Daemon() {}

  static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
