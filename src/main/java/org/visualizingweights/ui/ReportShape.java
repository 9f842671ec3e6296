package org.visualizingweights.ui;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.deeplearning4j.ui.model.stats.sbe.MessageHeaderDecoder;
import org.deeplearning4j.ui.model.stats.sbe.StaticInfoDecoder;
import org.deeplearning4j.ui.model.stats.sbe.StaticInfoDecoder.HwDeviceInfoGroupDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder.GcStatsDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder.MemoryUseDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder.PerParameterStatsDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder.PerParameterStatsDecoder.HistogramsDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder.PerParameterStatsDecoder.SummaryStatDecoder;
import org.deeplearning4j.ui.model.stats.sbe.UpdateDecoder.PerformanceDecoder;

/**
 * What a report of DL4J's is made of: groups of entries, and texts. DL4J's own decoders make arrays
 * of whatever lengths the bytes name, so these are compared with the bytes that there are before.
 *
 * @param length of the part in front, which is always there
 * @param groups in their order
 * @param texts how many follow
 * @see <a href="https://github.com/real-logic/simple-binary-encoding/wiki">Simple Binary
 *     Encoding</a>
 */
record ReportShape(int length, List<ReportShape.Group> groups, int texts) {
  /** In a histogram, after its type and its bounds. */
  private static final int BINS = 1 + 2 * Double.BYTES;

  static final ReportShape UPDATE =
      new ReportShape(
          UpdateDecoder.BLOCK_LENGTH,
          List.of(
              group(MemoryUseDecoder.sbeBlockLength(), 0),
              group(PerformanceDecoder.sbeBlockLength(), 0),
              group(GcStatsDecoder.sbeBlockLength(), 1),
              group(0, 1),
              group(0, 1),
              group(
                  PerParameterStatsDecoder.sbeBlockLength(),
                  0,
                  group(SummaryStatDecoder.sbeBlockLength(), 0),
                  new Group(
                      HistogramsDecoder.sbeBlockLength(),
                      BINS,
                      List.of(group(Integer.BYTES, 0)),
                      0)),
              group(0, 0, group(1, 0))),
          4);

  static final ReportShape INITIALIZATION =
      new ReportShape(
          StaticInfoDecoder.BLOCK_LENGTH,
          List.of(group(HwDeviceInfoGroupDecoder.sbeBlockLength(), 1), group(0, 2), group(0, 1)),
          15);

  /**
   * Entries of one kind.
   *
   * @param length of an entry's part in front
   * @param counts where, in that part, the number of entries of its one group stands; -1: nowhere
   * @param groups of each entry
   * @param texts of each entry
   */
  record Group(int length, int counts, List<Group> groups, int texts) {

    /** Goes past all of it, and answers how many entries it has. */
    private int pass(ByteBuffer bytes) {
      int each = Short.toUnsignedInt(bytes.getShort());
      int entries = Short.toUnsignedInt(bytes.getShort());
      require(entries == 0 || each >= length);
      for (int i = 0; i < entries; i++) {
        int start = bytes.position();
        skip(bytes, each);
        int below = 0;
        for (Group group : groups) {
          below = group.pass(bytes);
        }
        require(counts < 0 || bytes.getInt(start + counts) <= below);
        passTexts(bytes, texts);
      }
      return entries;
    }
  }

  private static Group group(int length, int texts, Group... groups) {
    return new Group(length, -1, List.of(groups), texts);
  }

  /**
   * Checks that all that a report announces is there.
   *
   * @throws RuntimeException of any kind, where it is not
   */
  void check(byte[] report) {
    ByteBuffer bytes = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
    int front = Short.toUnsignedInt(bytes.getShort());
    require(front >= length);
    bytes.position(MessageHeaderDecoder.ENCODED_LENGTH);
    skip(bytes, front);
    groups.forEach(group -> group.pass(bytes));
    passTexts(bytes, texts);
  }

  private static void passTexts(ByteBuffer bytes, int texts) {
    for (int i = 0; i < texts; i++) {
      skip(bytes, bytes.getInt());
    }
  }

  private static void skip(ByteBuffer bytes, int length) {
    require(length >= 0 && length <= bytes.remaining());
    bytes.position(bytes.position() + length);
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("a report does not hold what it announces");
    }
  }
}
