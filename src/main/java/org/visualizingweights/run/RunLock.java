package org.visualizingweights.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import tools.jackson.core.JacksonException;

/**
 * The right to write to a run's folder, which one process has at a time. A run is alive as long as
 * somebody has it: the system takes it back when its holder dies, however that happens.
 *
 * <p>It is a lock on the file {@code .lock} in the folder, which holds between processes,
 * containers, and hosts that share the folder, and whatever the folder is called. Whoever trains,
 * resumes, converts, or makes charts and report anew must have it; {@code export} need not, as it
 * adds a file of another name, whole or not at all.
 *
 * <p>Two bytes are locked. Only who wants to write ever locks the first. The second is tried by
 * those who want to know whether a run is alive, for a moment and together, so that they never keep
 * a writer out. POSIX takes a lock back when its process closes <em>any</em> channel on the file;
 * hence a process that has a lock does not open that file again, but looks into its own list.
 *
 * <p>Where the file system refuses locks, its holder has a {@linkplain Heartbeat heartbeat}.
 */
public final class RunLock implements AutoCloseable {
  private static final String NAME = ".lock";

  /** Beyond all content, as where locks are mandatory a locked byte cannot be read. */
  private static final long WRITER = 1L << 30;

  private static final long PROBED = WRITER + 1;

  /** Of what the file says. */
  private static final int MOST_BYTES = 4096;

  /** The locks of this process, by the identity of their files. */
  private static final Map<Object, RunLock> HELD = new HashMap<>();

  private final Path file;
  private final Object key;
  private final Holder holder;
  private final FileChannel channel;

  /**
   * What the file says of its holder.
   *
   * @param beats whether it has a heartbeat instead of a lock on the file
   */
  private record Holder(Owner owner, boolean beats) {}

  /** Where the lock should be, there is something else. */
  private static final class NotAPlainFile extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private RunLock(Path file, Object key, Holder holder, FileChannel channel) {
    this.file = file;
    this.key = key;
    this.holder = holder;
    this.channel = channel;
  }

  /**
   * Takes the right to write.
   *
   * @param say is told where a heartbeat must do instead of a lock
   * @throws UserError where another has it, or the folder is not ours to write
   */
  public static RunLock acquire(Path run, Consumer<String> say) {
    Path file = run.resolve(NAME);
    try {
      synchronized (RunLock.class) {
        createUnlessThere(file);
        Object key = key(file);
        if (HELD.containsKey(key)) {
          throw taken(run, Optional.of(HELD.get(key).holder));
        }
        RunLock lock = acquire(run, file, key, say);
        HELD.put(key, lock);
        return lock;
      }
    } catch (NotAPlainFile e) {
      throw UserError.unavailable(file + " is no plain file; remove it, and try again", e);
    } catch (IOException e) {
      throw UserError.unavailable(
          "%s cannot be written to: %s. Is the disk full, or the folder read-only?"
              .formatted(run, e),
          e);
    }
  }

  private static RunLock acquire(Path run, Path file, Object key, Consumer<String> say)
      throws IOException {
    Optional<Holder> before = read(file);
    if (before.filter(Holder::beats).isPresent() && Heartbeat.comes(file)) {
      throw taken(run, before);
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      Holder holder = new Holder(Owner.current(), !locked(run, channel, before, say));
      write(channel, holder);
      if (holder.beats()) {
        awaitOthers(run, file, holder);
        Heartbeat.start(file, channel);
      }
      return new RunLock(file, key, holder, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Locks a file; false where the file system refuses. */
  private static boolean locked(
      Path run, FileChannel channel, Optional<Holder> before, Consumer<String> say) {
    try {
      if (channel.tryLock(WRITER, 1, false) == null) {
        throw taken(run, before);
      }
      channel.lock(PROBED, 1, false); // all that can be in the way is a look, which is over soon
      return true;
    } catch (IOException e) {
      if (before.filter(holder -> !holder.beats() && holder.owner().livesHere()).isPresent()) {
        throw taken(run, before);
      }
      say.accept(
          "The file system of %s refuses locks (%s); that the run goes on is told by signs of life"
                  .formatted(run, e.getMessage())
              + " instead, %s seconds apart".formatted(Heartbeat.INTERVAL.toSeconds()));
      return false;
    }
  }

  private static UserError taken(Path run, Optional<Holder> holder) {
    return UserError.badInput(
        "%s is still running, in %s; stop that first"
            .formatted(
                run, holder.map(Holder::owner).map(Owner::inWords).orElse("another process")));
  }

  /** Whether somebody may write to a run's folder now. Writes nothing. */
  public static boolean isHeld(Path run) {
    Path file = run.resolve(NAME);
    try {
      synchronized (RunLock.class) {
        return HELD.containsKey(key(file))
            || read(file).filter(holder -> isHeldBy(run, holder.owner())).isPresent();
      }
    } catch (IOException e) {
      return false; // it was never taken, or cannot be seen
    }
  }

  /** Whether somebody may write to a run's folder now, and is that process. Writes nothing. */
  static boolean isHeldBy(Path run, Owner owner) {
    Path file = run.resolve(NAME);
    try {
      synchronized (RunLock.class) {
        RunLock own = HELD.get(key(file));
        if (own != null) {
          return own.holder.owner().equals(owner);
        }
        Optional<Holder> holder = read(file);
        return holder.filter(Holder::beats).isPresent()
            ? holder.get().owner().equals(owner) && Heartbeat.isRecent(file)
            // What it says of the holder may be in the middle of being written.
            : holder.map(Holder::owner).orElse(owner).equals(owner) && isLocked(file, owner);
      }
    } catch (IOException e) {
      return false; // it was never taken, or cannot be seen
    }
  }

  private static boolean isLocked(Path file, Owner owner) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return isLocked(channel, owner);
    }
  }

  private static boolean isLocked(FileChannel channel, Owner owner) {
    try {
      return channel.tryLock(PROBED, 1, true) == null;
    } catch (IOException e) {
      return owner.livesHere(); // locks are refused here, and were not where it runs
    }
  }

  /**
   * Whether this is still the right to write to the folder at its path: neither was the folder
   * removed or renamed, nor the lock's file removed, nor has another taken the right, as this one
   * had no heartbeat for long.
   */
  public boolean isOurs() {
    try {
      return key(file).equals(key) && (!holder.beats() || read(file).equals(Optional.of(holder)));
    } catch (IOException e) {
      return false; // as good as gone
    }
  }

  /**
   * Checks that this is still the right to write.
   *
   * @param cure what can be done then, in a sentence without its full stop
   * @throws UserError where it is not {@linkplain #isOurs() ours} any more
   */
  public void check(String cure) {
    if (!isOurs()) {
      throw UserError.unavailable(
          ("%s is not this run's any more: the folder or its %s was removed, renamed or taken over"
                  + " while the run went on. %s")
              .formatted(file.getParent(), NAME, cure));
    }
  }

  /** Of some that take the right at the same time, the last that wrote has it. */
  private static void awaitOthers(Path run, Path file, Holder holder) throws IOException {
    Heartbeat.await();
    Optional<Holder> last = read(file);
    if (!last.equals(Optional.of(holder))) {
      throw taken(run, last);
    }
  }

  private static void createUnlessThere(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      checkThatItIsPlain(file);
    }
  }

  /** No pipe, which would be waited for, and no link, behind which another's file could be. */
  private static void checkThatItIsPlain(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotAPlainFile();
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key != null ? key : file.toRealPath(); // Windows has none
  }

  private static void write(FileChannel channel, Holder holder) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(JsonFile.MAPPER.writeValueAsBytes(holder)), 0);
  }

  /** Who has, or had, the right; empty where that is just being written. */
  private static Optional<Holder> read(Path file) throws IOException {
    checkThatItIsPlain(file);
    if (Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JsonFile.MAPPER.readValue(Files.readAllBytes(file), Holder.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Whether the file system has locks. */
  public boolean isLocked() {
    return !holder.beats();
  }

  /** Gives the right back. */
  @Override
  public void close() {
    synchronized (RunLock.class) {
      HELD.remove(key, this);
      try {
        if (holder.beats() && channel.isOpen() && read(file).equals(Optional.of(holder))) {
          channel.truncate(0); // no more beats are to be waited for
        }
        channel.close();
      } catch (IOException e) {
        // It is given back when the process ends.
      }
    }
  }
}
