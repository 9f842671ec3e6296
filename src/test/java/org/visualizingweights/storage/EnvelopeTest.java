package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in Java's object stream, which the JDK wrote and which are read without it. */
class EnvelopeTest {

  /** What records had in common. */
  abstract static class Stored implements Serializable {
    private static final long serialVersionUID = 1L;

    String session = "session é";
    long timestamp = 42;
    byte[] content = new byte[0];
  }

  /** A record of any bytes, as all of them were written. */
  public static final class Note extends Stored implements Externalizable {
    private static final long serialVersionUID = 1L;

    public Note() {}

    Note(byte[] content) {
      this.content = content;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      byte[] name = session.getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes =
          ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length + content.length)
              .putLong(timestamp)
              .putInt(name.length)
              .put(name)
              .put(content);
      out.writeInt(bytes.capacity());
      out.write(bytes.array());
    }

    @Override
    public void readExternal(ObjectInput in) {
      throw new IllegalStateException("nobody should make this object");
    }
  }

  private static byte[] content(byte[] stream) throws DamagedStorage {
    return OldLayout.content(stream, Note.class.getName());
  }

  /** The stream cuts what a record writes into blocks of at most 1,024 bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 200, 255, 256, 1000, 1024, 2048, 100_000})
  void whatTheJdkWritesIsRead(int length) throws Exception {
    byte[] content = new byte[length];
    new SplittableRandom(length).nextBytes(content);
    byte[] stream = written(new Note(content));
    assertThat(content(stream)).isEqualTo(content);
  }

  @Test
  void anObjectOfAnotherClassIsNone() throws IOException {
    for (Object other : List.of("text", new int[3], List.of(1, 2), new StringBuilder("x"))) {
      byte[] stream = written(other);
      assertThatThrownBy(() -> content(stream)).isInstanceOf(DamagedStorage.class);
    }
  }

  @Test
  void wherePartIsMissingThereIsNone() throws IOException {
    byte[] stream = written(new Note(new byte[300]));
    for (int i = 0; i < stream.length; i++) {
      byte[] part = Arrays.copyOf(stream, i);
      assertThatThrownBy(() -> content(part)).isInstanceOf(DamagedStorage.class);
    }
  }

  @Test
  void whateverTheBytesAreNothingWorseHappens() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] stream = written(new Note(new byte[300]));
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = stream.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      damaged[random.nextInt(160)] = (byte) random.nextInt(256);
      Throwable thrown = catchThrowable(() -> content(damaged));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(DamagedStorage.class);
      }
    }
  }

  private static byte[] written(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }
}
