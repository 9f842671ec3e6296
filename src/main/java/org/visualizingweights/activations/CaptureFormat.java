package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedStorage;
import org.visualizingweights.storage.Decoder;
import org.visualizingweights.storage.Encoder;

/**
 * What a capture is in a run's storage.
 *
 * <p>The kind is {@value #KIND}. Each record, and the header before them, begins and ends as an
 * {@link Encoder} says; between these two, with n for a number of things that follow:
 *
 * <pre>
 * record 'S'   iteration, epoch  counts
 *              loss              real
 *              n                 count; then n times:
 *                vertex              text
 *                bins                counts
 *                below, above, zeros, NaNs, infinities   count each
 *                first magnitude     count
 *                magnitudes          counts
 *                mean, standard deviation, least, greatest value   real each
 *                channels            count: 0, or 1 and then
 *                  channels, dead ones, saturated ones   count each
 * header 'C'   n                 count; then n vertices, text each
 *              every, bins       count each
 *              low, high         real each
 * </pre>
 *
 * <p>Version 2. Version 1 has no channels; it is read as well.
 */
final class CaptureFormat {
  /** Tells these records from others in one storage. */
  static final String KIND = "ActivationCaptures";

  private static final int VERSION = 2;

  /** Far more than any network has. */
  private static final int MOST_VERTICES = 10_000;

  private static final byte STEP = 'S';
  private static final byte SETTINGS = 'C';

  private CaptureFormat() {}

  static byte[] encode(Step step) {
    Encoder out = new Encoder(VERSION, STEP);
    out.count(step.iteration());
    out.count(step.epoch());
    out.real(step.loss());
    out.count(step.captures().size());
    for (Capture capture : step.captures()) {
      out.text(capture.vertex());
      out.counts(capture.bins());
      out.count(capture.below());
      out.count(capture.above());
      out.count(capture.zeros());
      out.count(capture.nans());
      out.count(capture.infinities());
      out.count(capture.magnitudes().first());
      out.counts(capture.magnitudes().counts());
      out.real(capture.mean());
      out.real(capture.std());
      out.real(capture.min());
      out.real(capture.max());
      out.count(capture.channels().isPresent() ? 1 : 0);
      capture
          .channels()
          .ifPresent(
              counts -> {
                out.count(counts.channels());
                out.count(counts.dead());
                out.count(counts.saturated());
              });
    }
    return out.finish();
  }

  /**
   * @throws UserError where the bytes are of a version that came later
   */
  static Step decodeStep(byte[] bytes) throws DamagedStorage {
    return Decoder.decode(bytes, VERSION, STEP, CaptureFormat::step);
  }

  private static Step step(Decoder in) {
    int iteration = in.number();
    int epoch = in.number();
    double loss = in.real();
    int size = in.length();
    List<Capture> captures = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      captures.add(
          new Capture(
              in.text(),
              in.counts(),
              in.count(),
              in.count(),
              in.count(),
              in.count(),
              in.count(),
              new Magnitudes(in.number(), in.counts()),
              in.real(),
              in.real(),
              in.real(),
              in.real(),
              channels(in)));
    }
    return new Step(iteration, epoch, loss, captures);
  }

  private static Optional<ChannelCounts> channels(Decoder in) {
    return in.version() > 1 && in.count() == 1
        ? Optional.of(new ChannelCounts(in.number(), in.number(), in.number()))
        : Optional.empty();
  }

  static byte[] encode(CaptureSettings settings) {
    Encoder out = new Encoder(VERSION, SETTINGS);
    out.count(settings.vertices().size());
    settings.vertices().forEach(out::text);
    out.count(settings.every());
    out.count(settings.bins());
    out.real(settings.low());
    out.real(settings.high());
    return out.finish();
  }

  /**
   * @throws UserError where the bytes are of a version that came later
   */
  static CaptureSettings decodeSettings(byte[] bytes) throws DamagedStorage {
    return Decoder.decode(bytes, VERSION, SETTINGS, CaptureFormat::settings);
  }

  private static CaptureSettings settings(Decoder in) {
    int size = in.length();
    if (size < 1 || size > MOST_VERTICES) {
      throw new IllegalArgumentException("it is of %s vertices".formatted(size));
    }
    List<String> vertices = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      vertices.add(in.text());
    }
    return new CaptureSettings(vertices, in.number(), in.number(), in.real(), in.real());
  }
}
