package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.visualizingweights.files.UnusableFile;

/** Pickles are given as Python writes them, one character a byte. */
class UnpicklerTest {
  private static final String STORAGE =
      "((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0000X\u0003\0\0\0cpuK\u0006tQ";
  private static final String REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";

  private static Object read(String pickle) throws UnusableFile {
    return Unpickler.read(ByteBuffer.wrap(pickle.getBytes(StandardCharsets.ISO_8859_1))).value();
  }

  private static void assertRefused(String pickle, String problem) {
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void readsWhatIsPlain() throws UnusableFile {
    // pickle.dumps({"a": [1, 300, -1, 2**70], "b": (True, None, 0.5)}, 2), Python 3.11
    String pickle =
        "\u0080\u0002}q\0(X\u0001\0\0\0aq\u0001]q\u0002(K\u0001M,\u0001J\u00ff\u00ff\u00ff\u00ff"
            + "\u008a\t\0\0\0\0\0\0\0\0@eX\u0001\0\0\0bq\u0003\u0088NG?\u00e0\0\0\0\0\0\0\u0087"
            + "q\u0004u.";
    assertThat(read(pickle))
        .isEqualTo(
            Map.of(
                "a", List.of(1L, 300L, -1L, BigInteger.TWO.pow(70)),
                "b", List.of(true, Unpickler.Nothing.NONE, 0.5)));
  }

  @Test
  void neverRunsWhatAPickleAsksFor() {
    // pickle.dumps of an object whose __reduce__ is (os.system, ("touch /tmp/x",)), protocol 2
    assertRefused(
        "\u0080\u0002cposix\nsystem\nq\0X\u000c\0\0\0touch /tmp/xq\u0001\u0085q\u0002Rq\u0003.",
        "asks for 'posix.system', which is not needed for tensors");
    assertRefused("cos\nsystem\n(X\u0002\0\0\0lstR.", "asks for 'os.system'");
    assertRefused("c__builtin__\neval\n.", "asks for '__builtin__.eval'");
    assertRefused("ctorch\nload\n.", "asks for 'torch.load'");
    assertRefused("ctorch._utils\n_rebuild_tensor_v2.__globals__\n.", "asks for 'torch._utils.");
    assertRefused("ccollections\nOrderedDict.fromkeys\n.", "asks for 'collections.OrderedDict.f");
    assertRefused("(ios\nsystem\n.", "has the instruction 0x69 at byte 1");
    assertRefused("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.", "asks for 'os.system'");
    assertRefused("cos\nsystem\n)\u0081}b.", "asks for 'os.system'");
    assertRefused("\u0080\u0006N.", "pickled with protocol 6, and 2 to 5 are read");
    assertRefused("\u0080\u0001N.", "pickled with protocol 1");
    assertRefused("c\u001b[31m\n" + "x".repeat(5_000) + "\n.", "asks for '?[31m.xxxx");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ". | takes more than it has",
        "2 | has the instruction 0x32",
        "0 | takes more than it has",
        "NN\u0093. | asks for what has no name",
        "(. | takes more than it has",
        "](. | takes more than it has",
        "t. | takes more than it has",
        "h\u0001. | refers to what it has not said",
        "NNR. | calls what cannot be called",
        "]Nb. | gives attributes to what has none",
        "}Na. | appends to what is no list",
        ")Na. | appends to what is no list",
        "]NNs. | sets items of what is no dict",
        "}]Ns. | whose keys are no names or numbers",
        "NQ. | refers to a storage",
        "X\u00ff\u00ff\u00ff\u007f. | has a text of 2147483647 bytes",
        "T\u00ff\u00ff\u00ff\u00ff. | has a text of 4294967295 bytes",
        "X\u0009\u0000\u0000\u0000a | is cut short",
        "cabc | is cut short",
      })
  void picklesThatMakeNoSenseAreSaidToBeDamaged(String pickle, String problem) {
    assertRefused(pickle, problem);
  }

  @Test
  void tensorsStayWithinTheirStorage() throws UnusableFile {
    // storage of 6 elements, offset, shape, strides
    assertThat(read(REBUILD + STORAGE + "K\0K\u0002K\u0003\u0086K\u0003K\u0001\u0086tR."))
        .isInstanceOf(StoredTensor.class);
    assertRefused(
        REBUILD + STORAGE + "K\u0001K\u0002K\u0003\u0086K\u0003K\u0001\u0086tR.",
        "a tensor of shape [2, 3], strides [3, 1] and offset 1 reaches beyond its 6 elements");
    assertRefused(
        REBUILD + STORAGE + "J\u00ff\u00ff\u00ff\u00ffK\u0001\u0085K\u0001\u0085tR.",
        "the offset -1");
    assertRefused(
        REBUILD + STORAGE + "K\0J\u00fe\u00ff\u00ff\u00ff\u0085K\u0001\u0085tR.",
        "no tensor can have the shape [-2]");
    assertRefused(
        REBUILD + STORAGE + "K\u0005K\u0002\u0085J\u00ff\u00ff\u00ff\u00ff\u0085tR.",
        "the strides [-1]");
    assertRefused(REBUILD + STORAGE + "K\0K\u0002K\u0003\u0086K\u0001\u0085tR.", "has 1 stride");
    String huge = "\u008a\u0008\0\0\0\0\0\0\0@"; // 2^62
    assertRefused(
        REBUILD + STORAGE + "K\0" + huge + huge + "\u0086K\0K\0\u0086tR.", "no tensor can have");
    assertRefused(REBUILD + STORAGE + "K\0K\u0009\u0085" + huge + "\u0085tR.", "reaches beyond");
    assertRefused(REBUILD + ")R.", "calls torch._utils._rebuild_tensor_v2 in a way");
  }

  @Test
  void negativeBitsAreObeyed() throws UnusableFile {
    // The seventh argument, as PyTorch 2.0 has it of torch.zeros(6, dtype=complex64).conj().imag.
    String view = REBUILD + STORAGE + "K\0K\1\u0085K\1\u0085\u0089N";
    ByteBuffer ones = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1);
    for (String bits : List.of("", "N", "}", "}X\4\0\0\0conj\u0088s", "}X\3\0\0\0neg\u0089s")) {
      assertThat(((StoredTensor) read(view + bits + "tR.")).read(ones).values()).containsExactly(1);
    }
    String negative = view + "}X\3\0\0\0neg\u0088stR.";
    assertThat(((StoredTensor) read(negative)).read(ones).values()).containsExactly(-1);
    assertRefused(view + "}X\3\0\0\0negK\1stR.", "calls torch._utils._rebuild_tensor_v2 in a way");
    assertRefused(view + "K\1tR.", "calls torch._utils._rebuild_tensor_v2 in a way");
  }

  @Test
  void whatIsNotNeededIsPassedOver() throws UnusableFile {
    // {"a": 1, "b": numpy.float64(…), "c": a set, "d": bytes}, as protocols 2 and 4 have them
    Map<?, ?> read =
        (Map<?, ?>)
            read(
                "}(X\1\0\0\0aK\1X\1\0\0\0bcnumpy\nscalar\nN\u0085RX\1\0\0\0c\u008f(K\1\u0090"
                    + "X\1\0\0\0dC\2xyu.");
    assertThat(read.get("a")).isEqualTo(1L);
    for (String name : List.of("b", "c", "d")) {
      assertThat(read.get(name)).isInstanceOf(Unpickler.Foreign.class);
    }
    // A kind of dict keeps its items: a defaultdict with a number.
    assertThat(read("ccollections\ndefaultdict\n)RX\1\0\0\0aK\1s.")).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void textsLongerThanAnyNameArePassedOver() throws UnusableFile {
    String text = "X\0\0\u0020\0" + "x".repeat(2 << 20);
    assertThat(read("](" + text + "K\1e.")).asInstanceOf(LIST).hasSize(2).element(1).isEqualTo(1L);
  }

  @Test
  void aPickleWithoutEndIsGivenUp() {
    assertRefused("N".repeat(2_000_000), "over 1,000,000 instructions");
    assertRefused("N".repeat(1_000), "is cut short: its pickle has no end");
  }

  @Test
  void neitherDepthNorSharingTakesTime() throws UnusableFile {
    assertThat(read("]".repeat(400_000) + "a".repeat(399_999) + ".")).isInstanceOf(List.class);
    // Each list holds the one before it twice: 2^100,000 leaves, if one counted them.
    String doubled = "]q\0" + "](h\0h\0eq\0".repeat(100_000) + ".";
    assertThat(read(doubled)).isInstanceOf(List.class);
    // The same as tuples, whose hash code would visit every leaf: they are no names.
    assertThat(read(")q\0" + "h\0h\0\u0086q\0".repeat(60) + "}h\0Ns.")).isEqualTo(Map.of());
    String subclass = "ctorch._tensor\n_rebuild_from_type_v2\nq\0h\0q\1";
    assertRefused(
        subclass + "h\0Nh\1\u0087q\1".repeat(100_000) + "h\0h\1R.",
        "calls torch._tensor._rebuild_from_type_v2 in a way");
  }
}
