package org.visualizingweights.storage;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.deeplearning4j.core.storage.Persistable;

/**
 * A record of ours as DL4J's statistics storages keep it: a run, a time, and bytes.
 *
 * <p>The storages make an empty record first and then have it read, hence a constructor without
 * parameters that each kind of record must have. DL4J's SQLite storage wraps each record in Java's
 * object stream; a kind of record that is {@link Externalizable}, by the methods here, keeps that
 * to the class's name and the bytes.
 */
public abstract class StoredRecord implements Persistable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BYTES = 1 << 26;

  private final transient String type;
  private final transient String worker;
  private String session = "";
  private long timestamp;
  private byte[] content = new byte[0];

  /**
   * An empty record, to be decoded into.
   *
   * @param type tells these records from DL4J's own in one storage
   * @param worker the source of these records in a run
   */
  protected StoredRecord(String type, String worker) {
    this.type = type;
    this.worker = worker;
  }

  /**
   * @param timestamp milliseconds since 1970
   * @param content from an {@link Encoder}
   */
  protected StoredRecord(
      String type, String worker, String session, long timestamp, byte[] content) {
    this(type, worker);
    this.session = session;
    this.timestamp = timestamp;
    this.content = content;
  }

  /**
   * Reads a record as the storages keep it. No object is made but the one given.
   *
   * @param empty makes an empty record of the kind that is expected
   * @throws DamagedException where the bytes are not such a record
   */
  public static <R extends StoredRecord> R read(byte[] bytes, Supplier<R> empty)
      throws DamagedException {
    R record = empty.get();
    ByteBuffer contents = Envelope.open(bytes, record.getClass().getName());
    try {
      record.decode(contents.slice(Integer.BYTES, contents.getInt()));
      return record;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new DamagedException("it is not a record of this kind");
    }
  }

  /** What a {@link Decoder} reads. */
  protected final byte[] content() {
    return content;
  }

  /** Gives the record another time, before it is written. */
  public final void stamp(long millis) {
    timestamp = millis;
  }

  @Override
  public final String getTypeID() {
    return type;
  }

  @Override
  public final String getWorkerID() {
    return worker;
  }

  @Override
  public final String getSessionID() {
    return session;
  }

  /** Milliseconds since 1970. */
  @Override
  public final long getTimeStamp() {
    return timestamp;
  }

  @Override
  public final int encodingLengthBytes() {
    return encode().length;
  }

  /** The timestamp, the session's length and name, the content. */
  @Override
  public final byte[] encode() {
    byte[] name = session.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length + content.length)
        .putLong(timestamp)
        .putInt(name.length)
        .put(name)
        .put(content)
        .array();
  }

  @Override
  public final void encode(ByteBuffer buffer) {
    buffer.put(encode());
  }

  @Override
  public final void encode(OutputStream out) throws IOException {
    out.write(encode());
  }

  @Override
  public final void decode(byte[] bytes) {
    decode(ByteBuffer.wrap(bytes));
  }

  @Override
  public final void decode(ByteBuffer buffer) {
    timestamp = buffer.getLong();
    byte[] name = take(buffer, buffer.getInt());
    session = new String(name, StandardCharsets.UTF_8);
    content = take(buffer, buffer.remaining());
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("not a record");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public final void decode(InputStream in) throws IOException {
    decode(in.readAllBytes());
  }

  /** As {@link Externalizable} wants it. */
  public final void writeExternal(ObjectOutput out) throws IOException {
    byte[] bytes = encode();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** As {@link Externalizable} wants it. */
  public final void readExternal(ObjectInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("not a record");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    decode(bytes);
  }
}
