package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.List;

/** How values become heights, and which of them an axis names. */
sealed interface AxisScale {

  /** A value that an axis names, and how. */
  record Tick(double value, String label) {
    static Tick of(double value) {
      return new Tick(value, Numbers.value(value));
    }
  }

  /** The height of a value: 0 at the bottom of the axis, 1 at its top. */
  double at(double value);

  /**
   * Round values to name, from the lowest.
   *
   * @param atMost about how many there is room for
   */
  List<Tick> ticks(int atMost);

  /** Values as they are. */
  record Linear(double low, double high) implements AxisScale {
    @Override
    public double at(double value) {
      return (value - low) / (high - low);
    }

    @Override
    public List<Tick> ticks(int atMost) {
      double step = roundStep((high - low) / Math.max(1, atMost));
      List<Tick> ticks = new ArrayList<>();
      for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
        ticks.add(Tick.of(i * step));
      }
      return ticks;
    }

    /** The next 1, 2 or 5 times a power of ten. */
    private static double roundStep(double step) {
      double power = Math.pow(10, Math.floor(Math.log10(step)));
      double times = step / power;
      return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    }
  }

  /** Powers of ten at equal distances; of positive values only. */
  record Log(double low, double high) implements AxisScale {
    @Override
    public double at(double value) {
      return (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
    }

    @Override
    public List<Tick> ticks(int atMost) {
      double decades = Math.log10(high / low);
      double[] within = decades * 3 <= atMost ? new double[] {1, 2, 5} : new double[] {1};
      int every = Math.max(1, (int) Math.ceil(decades / Math.max(1, atMost)));
      List<Tick> ticks = new ArrayList<>();
      for (int exponent = (int) Math.floor(Math.log10(low));
          exponent <= Math.log10(high);
          exponent++) {
        for (double times : within) {
          double value = times * Math.pow(10, exponent);
          if (Math.floorMod(exponent, every) == 0 && value >= low && value <= high) {
            ticks.add(Tick.of(value));
          }
        }
      }
      return ticks;
    }
  }

  /** Linear from -1 to 1, and powers of ten at equal distances beyond. */
  record SymmetricLog(double low, double high) implements AxisScale {
    @Override
    public double at(double value) {
      return (bend(value) - bend(low)) / (bend(high) - bend(low));
    }

    @Override
    public List<Tick> ticks(int atMost) {
      int every = Math.max(1, (int) Math.ceil((bend(high) - bend(low)) / Math.max(1, atMost)));
      List<Tick> ticks = new ArrayList<>();
      for (int i = (int) Math.ceil(bend(low)); i <= bend(high); i++) {
        if (i % every == 0) {
          ticks.add(Tick.of(i == 0 ? 0 : Math.signum(i) * Math.pow(10, Math.abs(i) - 1)));
        }
      }
      return ticks;
    }

    private static double bend(double value) {
      double size = Math.abs(value);
      return Math.signum(value) * (size <= 1 ? size : 1 + Math.log10(size));
    }
  }
}
