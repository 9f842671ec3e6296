package org.visualizingweights.activations;

import java.io.Externalizable;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.StoredRecord;

/** A step, or the settings of its run; the content is encoded by {@link Codec}. */
public final class CaptureRecord extends StoredRecord implements Externalizable {
  /** Tells these records from DL4J's own in one storage. */
  public static final String TYPE_ID = "ActivationCaptures";

  /** There is one source of captures in a run. */
  public static final String WORKER_ID = "capture";

  private static final long serialVersionUID = 1L;

  /** An empty record, to be decoded into. */
  public CaptureRecord() {
    super(TYPE_ID, WORKER_ID);
  }

  private CaptureRecord(String session, long timestamp, byte[] content) {
    super(TYPE_ID, WORKER_ID, session, timestamp, content);
  }

  static CaptureRecord of(String session, long timestamp, Step step) {
    return new CaptureRecord(session, timestamp, Codec.encode(step));
  }

  static CaptureRecord of(String session, long timestamp, CaptureSettings settings) {
    return new CaptureRecord(session, timestamp, Codec.encode(settings));
  }

  Step step() throws DamagedException {
    return Codec.decodeStep(content());
  }

  CaptureSettings settings() throws DamagedException {
    return Codec.decodeSettings(content());
  }
}
