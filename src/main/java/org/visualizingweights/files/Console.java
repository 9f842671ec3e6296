package org.visualizingweights.files;

/** What long work tells the user: lines, and how far it is. */
public interface Console {

  /** Says one line that the user should know. */
  void say(String line);

  /**
   * Begins a task that is measured in bytes.
   *
   * @param done what was done earlier
   * @param total including what was done earlier; -1 if nobody knows
   */
  Task begin(String name, long done, long total);

  /** Work under way; closed when it ends, well or not. */
  interface Task extends AutoCloseable {
    void advance(long bytes);

    @Override
    void close();
  }

  /** Tells nobody. */
  Console SILENT =
      new Console() {
        @Override
        public void say(String line) {}

        @Override
        public Task begin(String name, long done, long total) {
          return new Task() {
            @Override
            public void advance(long bytes) {}

            @Override
            public void close() {}
          };
        }
      };
}
