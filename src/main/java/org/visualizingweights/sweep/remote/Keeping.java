package org.visualizingweights.sweep.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the folder of a run is while another machine executes it. */
sealed interface Keeping extends AutoCloseable {

  /** The files that the other machine needs to go on; none where it has the folder. */
  List<String> needed() throws IOException;

  /**
   * Takes what is said of the folder, and the bytes behind it.
   *
   * @throws IOException where nobody asked for it
   */
  void take(Packet packet, Link link) throws IOException;

  /** All has been said: the folder is as the run has left it. */
  void complete() throws IOException;

  @Override
  void close();

  /** All machines see it. */
  record Shared() implements Keeping {
    @Override
    public List<String> needed() {
      return List.of();
    }

    @Override
    public void take(Packet packet, Link link) throws IOException {
      throw unasked(packet);
    }

    @Override
    public void complete() {}

    @Override
    public void close() {}
  }

  /** It is made there, and comes back; what is here meanwhile is for those who look. */
  record Returned(Path folder, Mirror mirror, Arrival arrival) implements Keeping {

    /**
     * @param attempt to execute the run
     */
    static Returned of(Path folder, int attempt) throws IOException {
      return new Returned(folder, Mirror.of(folder), new Arrival(folder, attempt));
    }

    @Override
    public List<String> needed() throws IOException {
      return Files.exists(folder) ? FolderFiles.of(folder) : List.of();
    }

    @Override
    public void take(Packet packet, Link link) throws IOException {
      if (packet instanceof Packet.Delivery content) {
        arrival.take(content, link);
      } else if (packet instanceof Packet.Preview seen) {
        mirror.show(seen, link);
      } else if (packet instanceof Packet.Capturing capturing) {
        mirror.capture(capturing.settings());
      } else if (packet instanceof Packet.Captured captured) {
        mirror.capture(captured, link);
      } else {
        throw unasked(packet);
      }
    }

    @Override
    public void complete() throws IOException {
      mirror.close();
      arrival.complete();
    }

    @Override
    public void close() {
      mirror.close();
      arrival.discard();
    }
  }

  private static IOException unasked(Packet packet) {
    return new IOException("nobody asked for " + packet.getClass().getSimpleName());
  }
}
