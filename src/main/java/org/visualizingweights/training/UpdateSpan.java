package org.visualizingweights.training;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Updates a section of parameters, in chunks that fit the first cache.
 *
 * <p>A chunk whose gradients have always been zero keeps a state of zeros; then neither is read nor
 * written. That is most of ResNet-18 at 32 pixels, where the last stage's images are one pixel
 * large and of nine taps of a kernel eight meet nothing but padding.
 */
final class UpdateSpan {
  private static final int CHUNK = 1024;
  private static final float[] ZEROS = new float[CHUNK];

  private enum State {
    UNKNOWN,
    ZERO,
    USED
  }

  /** The arrays that one thread works on. */
  static final class Scratch {
    private final float[] parameters = new float[CHUNK];
    private final float[] gradients = new float[CHUNK];
    private final float[][] state = new float[2][CHUNK];
  }

  /**
   * What all spans work on.
   *
   * @param keepUpdates whether the gradients are to be replaced by what was subtracted from the
   *     parameters, for listeners that report it
   */
  record Vectors(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      int iteration,
      int epoch,
      boolean keepUpdates) {}

  private final Section section;
  private final UpdateRule rule;
  private final State[] states;

  UpdateSpan(Section section) {
    this.section = section;
    this.rule = section.rule();
    this.states = new State[(section.length() + CHUNK - 1) / CHUNK];
    forgetStates();
  }

  /** To be called when the optimiser's state was changed from outside. */
  void forgetStates() {
    Arrays.fill(states, State.UNKNOWN);
  }

  void update(Vectors vectors, Scratch scratch) {
    for (int chunk = 0; chunk < states.length; chunk++) {
      int start = chunk * CHUNK;
      update(vectors, scratch, chunk, start, Math.min(CHUNK, section.length() - start));
    }
  }

  private void update(Vectors vectors, Scratch scratch, int chunk, int start, int n) {
    vectors.gradients.get(section.first() + start, scratch.gradients, 0, n);
    vectors.parameters.get(section.first() + start, scratch.parameters, 0, n);
    if (isZero(scratch.gradients, n) && stateIsZero(vectors, scratch, chunk, start, n)) {
      rule.applyWithoutGradient(scratch.parameters, n, vectors.iteration, vectors.epoch);
    } else {
      states[chunk] = State.USED;
      applyRule(vectors, scratch, start, n);
    }
    if (vectors.keepUpdates) {
      putDifference(vectors, scratch, start, n);
    }
    vectors.parameters.put(section.first() + start, scratch.parameters, 0, n);
  }

  private void applyRule(Vectors vectors, Scratch scratch, int start, int n) {
    for (int i = 0; i < rule.states(); i++) {
      vectors.state.get(section.stateFirst()[i] + start, scratch.state[i], 0, n);
    }
    rule.apply(
        scratch.parameters, scratch.gradients, scratch.state, n, vectors.iteration, vectors.epoch);
    for (int i = 0; i < rule.states(); i++) {
      vectors.state.put(section.stateFirst()[i] + start, scratch.state[i], 0, n);
    }
  }

  private boolean stateIsZero(Vectors vectors, Scratch scratch, int chunk, int start, int n) {
    if (states[chunk] == State.UNKNOWN) {
      boolean zero = true;
      for (int i = 0; i < rule.states(); i++) {
        vectors.state.get(section.stateFirst()[i] + start, scratch.state[i], 0, n);
        zero &= isZero(scratch.state[i], n);
      }
      states[chunk] = zero ? State.ZERO : State.USED;
    }
    return states[chunk] == State.ZERO;
  }

  private static boolean isZero(float[] values, int n) {
    return Arrays.mismatch(values, 0, n, ZEROS, 0, n) < 0;
  }

  private void putDifference(Vectors vectors, Scratch scratch, int start, int n) {
    float[] before = scratch.gradients;
    vectors.parameters.get(section.first() + start, before, 0, n);
    for (int i = 0; i < n; i++) {
      before[i] -= scratch.parameters[i];
    }
    vectors.gradients.put(section.first() + start, before, 0, n);
  }
}
