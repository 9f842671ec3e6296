package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.Safetensors.TypedTensor;

class SafetensorsTest {
  @TempDir Path folder;

  private static ByteBuffer file(String header, int dataBytes) {
    return file(header.length(), header, dataBytes);
  }

  private static ByteBuffer file(long headerBytes, String header, int dataBytes) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(headerBytes).put(header.getBytes(StandardCharsets.UTF_8));
    return file.clear();
  }

  private Map<String, Tensor> read(byte[] bytes) throws IOException, UnusableFile {
    return Safetensors.read(Files.write(folder.resolve("x.safetensors"), bytes)).tensors();
  }

  private void assertDamaged(ByteBuffer file, String problem) {
    assertThatThrownBy(() -> read(file.array()))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining(problem);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(
        out,
        List.of(
            new TypedTensor(
                "a", ElementType.F16, new Tensor(new long[] {3}, new float[] {1, 2, 1 / 3f})),
            new TypedTensor(
                "b", ElementType.F32, new Tensor(new long[] {1, 2}, new float[] {3, 1 / 3f})),
            new TypedTensor("n", ElementType.I64, new Tensor(new long[0], new float[] {1638}))),
        Map.of("a", "text", "ü", ""));

    ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getLong(0) % 8).isZero();
    Map<String, Tensor> read = read(file.array());

    assertThat(read).containsOnlyKeys("a", "b", "n");
    assertThat(read.get("a").values()).containsExactly(1, 2, 0x1.554p-2f);
    assertThat(read.get("b").values()).containsExactly(3, 1 / 3f);
    assertThat(read.get("b").shape()).containsExactly(1, 2);
    assertThat(read.get("n").values()).containsExactly(1638);
  }

  @Test
  void headersLongerThanTheFileAreNotBelieved() {
    assertDamaged(file(Long.MAX_VALUE, "{}", 0), "header would have 9223372036854775807 bytes");
    assertDamaged(file(-1, "{}", 0), "header would have 18446744073709551615 bytes");
    assertDamaged(file(3, "{}", 0), "header would have 3 bytes, and the file has 10");
    assertDamaged(file(" ".repeat(5 << 20), 0), "holds far more than a state dict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | header is not JSON",
        "[] | header is not a JSON object",
        "{'a':1} | the header says of 'a'",
        "{'a':{'dtype':'F32','shape':[2]}} | the header says of 'a'",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | the header says of 'a'",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8.5]}} | the header says of 'a'",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,1e999]}} | the header says of 'a'",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | has the offsets [8, 0]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | has the offsets [-8, 0]",
        "{'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}} | of the type",
        "{'a':{'shape':[8],'data_offsets':[0,8]}} | of the type",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,7]}} | no whole number of F32",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | has the shape [3], but 2 elements",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | no tensor can have the shape [-2]",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | no tensor can",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | is cut short: its tensors have 16",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | is damaged: its tensors have 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 'a' begins at byte 4, behind",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{}} | Duplicate",
      })
  void headersThatMakeNoSenseAreSaidToBeDamaged(String header, String problem) {
    assertDamaged(file(header.replace('\'', '"'), 8), problem);
  }

  @Test
  void tensorsMayNotOverlap() {
    String header =
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
         "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""";
    assertDamaged(file(header, 12), "'b' begins at byte 4, before the end of the tensor before it");
  }

  @Test
  void hugeOffsetsTakeNoMemory() {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[%1$s],\"data_offsets\":[0,%1$s]}}"
            .formatted(Long.MAX_VALUE);
    assertDamaged(file(header, 8), "is cut short");
  }

  @Test
  void namesAreShownAsPlainText() throws IOException {
    String header = "{\"a\\u001b[31m\":1}";
    assertDamaged(file(header, 8), "the header says of 'a?[31m' what are no shape");
  }

  @Test
  void deepHeadersAreRefused() {
    assertDamaged(file("{\"a\":" + "[".repeat(100_000), 0), "header is not JSON");
  }
}
