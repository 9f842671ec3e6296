package org.visualizingweights.view;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A stand-in. */
public record Answer(int status, String contentType, Optional<String> fileName, Body body) {
  /** The bytes of an answer. */
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
