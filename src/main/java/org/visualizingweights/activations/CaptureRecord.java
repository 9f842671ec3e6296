package org.visualizingweights.activations;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.core.storage.Persistable;

/**
 * A step, or the settings of its run, as DL4J's statistics storages keep it.
 *
 * <p>The content is encoded by {@link Codec}. The storages make an empty record first and then have
 * it read, hence the constructor without parameters. DL4J's SQLite storage wraps each record in
 * Java's object stream; {@link Externalizable} keeps that to the class's name and these bytes.
 */
public final class CaptureRecord implements Persistable, Externalizable {
  /** Tells these records from DL4J's own in one storage. */
  public static final String TYPE_ID = "ActivationCaptures";

  /** There is one source of captures in a run. */
  public static final String WORKER_ID = "capture";

  private static final long serialVersionUID = 1L;
  private static final int MAX_BYTES = 1 << 26;

  private String session = "";
  private long timestamp;
  private byte[] content = new byte[0];

  /** An empty record, to be decoded into. */
  public CaptureRecord() {}

  private CaptureRecord(String session, long timestamp, byte[] content) {
    this.session = session;
    this.timestamp = timestamp;
    this.content = content;
  }

  static CaptureRecord of(String session, long timestamp, Step step) {
    return new CaptureRecord(session, timestamp, Codec.encode(step));
  }

  static CaptureRecord of(String session, long timestamp, CaptureSettings settings) {
    return new CaptureRecord(session, timestamp, Codec.encode(settings));
  }

  Step step() throws Codec.DamagedException {
    return Codec.decodeStep(content);
  }

  CaptureSettings settings() throws Codec.DamagedException {
    return Codec.decodeSettings(content);
  }

  @Override
  public String getSessionID() {
    return session;
  }

  @Override
  public String getTypeID() {
    return TYPE_ID;
  }

  @Override
  public String getWorkerID() {
    return WORKER_ID;
  }

  /** Milliseconds since 1970. */
  @Override
  public long getTimeStamp() {
    return timestamp;
  }

  @Override
  public int encodingLengthBytes() {
    return encode().length;
  }

  /** The timestamp, the session's length and name, the content. */
  @Override
  public byte[] encode() {
    byte[] name = session.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length + content.length)
        .putLong(timestamp)
        .putInt(name.length)
        .put(name)
        .put(content)
        .array();
  }

  @Override
  public void encode(ByteBuffer buffer) {
    buffer.put(encode());
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    out.write(encode());
  }

  @Override
  public void decode(byte[] bytes) {
    decode(ByteBuffer.wrap(bytes));
  }

  @Override
  public void decode(ByteBuffer buffer) {
    timestamp = buffer.getLong();
    byte[] name = take(buffer, buffer.getInt());
    session = new String(name, StandardCharsets.UTF_8);
    content = take(buffer, buffer.remaining());
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("not a record of captures");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public void decode(InputStream in) throws IOException {
    decode(in.readAllBytes());
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    byte[] bytes = encode();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("not a record of captures");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    decode(bytes);
  }
}
