package org.visualizingweights.parameters;

import java.io.Externalizable;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.StoredRecord;

/** The kernels of a step; the content is encoded by {@link Codec}. */
public final class KernelsRecord extends StoredRecord implements Externalizable {
  static final String TYPE_ID = "Kernels";
  static final String WORKER_ID = "parameters";

  private static final long serialVersionUID = 1L;

  /** An empty record, to be decoded into. */
  public KernelsRecord() {
    super(TYPE_ID, WORKER_ID);
  }

  private KernelsRecord(String session, long timestamp, byte[] content) {
    super(TYPE_ID, WORKER_ID, session, timestamp, content);
  }

  static KernelsRecord of(String session, Kernels kernels) {
    return new KernelsRecord(session, System.currentTimeMillis(), Codec.encode(kernels));
  }

  Kernels kernels() throws DamagedException {
    return Codec.kernels(content());
  }
}
