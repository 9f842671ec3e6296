package org.visualizingweights.data.pictures;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.imageio.stream.ImageInputStreamImpl;

/** The bytes of a file for a decoder, which has only so long to read them. */
final class FileBytes extends ImageInputStreamImpl {
  private final byte[] bytes;
  private long deadline = Long.MAX_VALUE;

  FileBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Lets the decoder, in this thread, compute for some time from now on. */
  void allow(Duration time) {
    deadline = computed() + time.toNanos();
  }

  boolean timeIsOver() {
    return computed() > deadline;
  }

  /** Not the time of day: other programs may be busy, too. */
  private static long computed() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    if (timeIsOver()) {
      throw new IOException("its time is over");
    }
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
