package org.visualizingweights.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What is recorded may have been written by anybody. */
class RecordedArchitectureTest {
  private static final Architecture SMALL =
      new Architecture(
          "small",
          List.of(new Part("front", List.of("conv", "relu")), new Part("back", List.of("dense"))),
          Optional.of("dense"),
          Optional.of("conv"),
          Optional.of(10));

  private static Architecture read(String json) {
    return JsonMapper.shared().readValue(json, Architecture.class);
  }

  private static Architecture network(List<Part> parts) {
    return new Architecture("x", parts, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static void assertRefused(String json) {
    assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(JacksonException.class);
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(read(JsonMapper.shared().writeValueAsString(SMALL))).isEqualTo(SMALL);
  }

  @Test
  void aVertexOfNoPartIsAPartByItself() {
    assertThat(SMALL.partOf("relu").name()).isEqualTo("front");
    assertThat(SMALL.partOf("other")).isEqualTo(new Part("other", List.of("other")));
  }

  @Test
  void aNetworkNeedsNeitherPartsNorConvolutions() {
    Architecture plain = read("{\"name\": \"mlp\", \"parts\": [], \"logits\": \"out\"}");
    assertThat(plain.firstConvolution()).isEmpty();
    assertThat(plain.vertices()).isEmpty();
    assertThat(plain.partOf("out").name()).isEqualTo("out");
  }

  @Test
  void aNetworkNeedNotClassify() {
    Architecture network = read("{\"name\": \"x\", \"parts\": []}");
    assertThat(network.logits()).isEmpty();
    assertThat(network.classes()).isEmpty();
    assertThat(read(JsonMapper.shared().writeValueAsString(network))).isEqualTo(network);
  }

  @Test
  void whatNoNetworkCanBeIsRefused() {
    assertRefused("{\"parts\": [], \"logits\": \"out\"}");
    assertRefused("{\"name\": \"x\", \"logits\": \"out\"}");
    assertRefused("{\"name\": \"x\", \"parts\": [], \"classes\": 0}");
    assertRefused("{\"name\": \" \", \"parts\": [], \"logits\": \"out\"}");
    assertRefused(
        "{\"name\": \""
            + "x".repeat(Architecture.LONGEST_NAME + 1)
            + "\", \"parts\": [], \"logits\": \"out\"}");
    assertRefused("{\"name\": \"x\", \"parts\": [null], \"logits\": \"out\"}");
    assertRefused("{\"name\": \"x\", \"parts\": [{\"name\": \"a\"}], \"logits\": \"out\"}");
    assertRefused(
        "{\"name\": \"x\", \"logits\": \"out\", \"parts\": [{\"name\": \"a\", \"vertices\": [null]}]}");
  }

  @Test
  void nothingIsThereTwice() {
    Part part = new Part("a", List.of("v"));
    Part sameName = new Part("a", List.of("w"));
    Part sameVertex = new Part("b", List.of("v"));
    for (List<Part> parts : List.of(List.of(part, sameName), List.of(part, sameVertex))) {
      assertThatThrownBy(() -> network(parts)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thereAreNoMoreNamesThanANetworkCanHave() {
    List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "v" + i).toList();
    assertThatThrownBy(() -> network(List.of(new Part("a", many))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
