package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in Java's object stream, which the JDK writes and which is read without it. */
class StoredRecordTest {

  /** A record of any bytes. */
  public static final class Note extends StoredRecord implements Externalizable {
    private static final long serialVersionUID = 1L;

    public Note() {
      super("note", "test");
    }

    Note(byte[] content) {
      super("note", "test", "session é", 42, content);
    }

    byte[] bytes() {
      return content();
    }
  }

  /** The stream cuts what a record writes into blocks of at most 1,024 bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 200, 255, 256, 1000, 1024, 2048, 100_000})
  void whatTheJdkWritesIsRead(int length) throws Exception {
    byte[] content = new byte[length];
    new SplittableRandom(length).nextBytes(content);
    byte[] stream = written(new Note(content));
    Note read = StoredRecord.read(stream, Note::new);
    assertThat(read.bytes()).isEqualTo(content);
    assertThat(read.getSessionID()).isEqualTo("session é");
    assertThat(read.getTimeStamp()).isEqualTo(42);
    assertThat(
            ((Note) new ObjectInputStream(new ByteArrayInputStream(stream)).readObject()).bytes())
        .isEqualTo(content);
  }

  @Test
  void anObjectOfAnotherClassIsNone() throws IOException {
    for (Object other : List.of("text", new int[3], List.of(1, 2), new StringBuilder("x"))) {
      byte[] stream = written(other);
      assertThatThrownBy(() -> StoredRecord.read(stream, Note::new))
          .isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void wherePartIsMissingThereIsNone() throws IOException {
    byte[] stream = written(new Note(new byte[300]));
    for (int i = 0; i < stream.length; i++) {
      byte[] part = Arrays.copyOf(stream, i);
      assertThatThrownBy(() -> StoredRecord.read(part, Note::new))
          .isInstanceOf(DamagedException.class);
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
      Throwable thrown = catchThrowable(() -> StoredRecord.read(damaged, Note::new));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(DamagedException.class);
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
