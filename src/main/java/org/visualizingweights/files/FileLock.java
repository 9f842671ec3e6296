package org.visualizingweights.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write one file, held by one thread of one process at a time.
 *
 * <p>The operating system gives it back when its holder dies. The lock file stays: deleting it
 * would let two processes lock two files of the same name.
 */
final class FileLock implements AutoCloseable {
  private static final int POLL_MILLIS = 100;

  private final FileChannel channel;

  private FileLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds the lock, and takes it. */
  static FileLock acquire(Path folder, String file, Console console) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("." + file + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      for (boolean said = false; !tryLock(channel); said = true) {
        if (!said) {
          console.say("Waiting for another download of " + file);
        }
        Thread.sleep(POLL_MILLIS);
      }
      return new FileLock(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    } catch (InterruptedException e) {
      channel.close();
      throw new InterruptedIOException("while waiting for another download of " + file);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by another thread of this process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
