package org.visualizingweights.parameters;

import java.io.Externalizable;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.StoredRecord;

/** The norms of a step, or the layout of its run; the content is encoded by {@link Codec}. */
public final class NormsRecord extends StoredRecord implements Externalizable {
  static final String TYPE_ID = "ParameterNorms";
  static final String WORKER_ID = "parameters";

  private static final long serialVersionUID = 1L;

  /** An empty record, to be decoded into. */
  public NormsRecord() {
    super(TYPE_ID, WORKER_ID);
  }

  private NormsRecord(String session, long timestamp, byte[] content) {
    super(TYPE_ID, WORKER_ID, session, timestamp, content);
  }

  static NormsRecord of(String session, ParameterLayout layout) {
    return new NormsRecord(session, System.currentTimeMillis(), Codec.encode(layout));
  }

  static NormsRecord of(String session, ParameterStep step) {
    return new NormsRecord(session, System.currentTimeMillis(), Codec.encode(step));
  }

  ParameterLayout layout() throws DamagedException {
    return Codec.layout(content());
  }

  ParameterStep step() throws DamagedException {
    return Codec.step(content());
  }
}
