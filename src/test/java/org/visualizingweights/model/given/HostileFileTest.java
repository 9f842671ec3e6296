package org.visualizingweights.model.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.files.UnusableFile;

/** Files that are damaged, not Deeplearning4j's, or made to do harm. */
class HostileFileTest {
  private static final String JSON = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";

  /** Where the length of the values stands in a file of coefficients, and where their type. */
  private static final int LENGTH = 0x5 * 16 + 18;

  private static final int TRIES = 100;

  @TempDir Path folder;
  private Path file;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  @BeforeEach
  void save() throws IOException {
    file = Given.save(Given.stack(), folder);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
  }

  private void write() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  private void change(String from, String to) {
    String json = new String(entries.get(JSON), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    entries.put(JSON, json.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private String problem() throws IOException {
    write();
    return problemOf(file);
  }

  private static String problemOf(Path file) {
    String message =
        catchThrowableOfType(UnusableFile.class, () -> GivenNetwork.read(file)).getMessage();
    assertThat(message).doesNotContain("\n").hasSizeLessThan(500);
    return message;
  }

  private String problem(byte[] content) throws IOException {
    Files.write(file, content);
    return problemOf(file);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aFileOfAnotherKindIsNamedWithItsCure() throws IOException {
    assertThat(problem(new byte[0])).isEqualTo("is empty");
    assertThat(problem(bytes("hello")))
        .isEqualTo(
            "is no zip, as Deeplearning4j's ComputationGraph.save and MultiLayerNetwork.save write");
    assertThat(problem(bytes("\u0089HDF\r\n\u001a\n\0\0\0\0")))
        .startsWith("is a Keras file, ")
        .contains(
            "KerasModelImport.importKerasModelAndWeights(\"my-network.h5\").save(new"
                + " File(\"my-network.zip\"))");
    assertThat(problem(bytes("\b\u0007\u0012\u0007pytorch\u001a\u0004")))
        .startsWith("is an ONNX file, ")
        .contains("KerasModelImport");
    assertThat(problem(bytes("version https://git-lfs.github.com/spec/v1")))
        .contains("git lfs pull");
    assertThat(problem(bytes("{\"confs\": []}"))).contains("put it into one");
  }

  @Test
  void aZipOfAnotherKindIsNamed() throws IOException {
    entries.clear();
    assertThat(problem()).endsWith("it has no file named configuration.json");
    entries.put("model.weights.h5", new byte[1]);
    assertThat(problem()).startsWith("is a Keras 3 file, ").contains("my-network.h5");
    entries.clear();
    entries.put("archive/data.pkl", new byte[1]);
    assertThat(problem()).startsWith("holds weights of PyTorch's").contains("weights: FILE");
  }

  @Test
  void whatIsNoPlainFileIsNotOpened() {
    assertThat(problemOf(folder)).isEqualTo("is not a plain file");
    assertThatThrownBy(() -> GivenNetwork.read(folder.resolve("none.zip")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFileThatIsCutShortIsDamaged() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 13) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GivenNetwork.read(file)).isInstanceOf(UnusableFile.class);
    }
  }

  @Test
  void whateverIsChangedInAFileItIsReadOrCalledDamaged() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int i = 0; i < TRIES; i++) {
      byte[] changed = whole.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, changed);
      tryIt();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whateverIsChangedInAConfigurationItIsReadOrCalledDamaged(boolean withWeights)
      throws IOException {
    byte[] whole = entries.get(JSON);
    if (!withWeights) {
      entries.remove(COEFFICIENTS);
    }
    Random random = new Random(1);
    for (int i = 0; i < TRIES; i++) {
      byte[] changed = whole.clone();
      int at = random.nextInt(changed.length);
      changed[at] =
          Character.isDigit(changed[at])
              ? (byte) ('0' + random.nextInt(10))
              : (byte) (32 + random.nextInt(95));
      entries.put(JSON, changed);
      write();
      tryIt();
    }
  }

  /** Weights that do not belong to their configuration are found before anything is made. */
  private void tryIt() throws IOException {
    try {
      GivenNetwork network = GivenNetwork.read(file);
      network.make(Given.asItIs(network));
    } catch (UnusableFile e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
    } catch (UserError e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(800);
    }
  }

  @Test
  void weightsWhoseChecksumIsWrongAreDamaged() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int central = text.indexOf("PK\1\2");
    int second = text.indexOf("PK\1\2", central + 1);
    assertThat(text.indexOf(COEFFICIENTS, second)).isEqualTo(second + 46);
    whole[second + 16]++; // the checksum, in the list of all files
    Files.write(file, whole);
    GivenNetwork network = GivenNetwork.read(file);

    assertThatThrownBy(() -> network.make(Given.asItIs(network)))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(" is damaged: the checksum of coefficients.bin is wrong");
  }

  @Test
  void aConfigurationThatUnpacksToFarTooMuchIsNotUnpacked() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(JSON));
      fill(zip, 20 << 20);
    }
    assertThat(Files.size(file)).isLessThan(100_000);
    assertThat(problemOf(file))
        .isEqualTo(
            "holds far more than a network: its configuration.json has more than 16,777,216 bytes");
  }

  @Test
  void weightsThatUnpackToFarTooMuchAreNotUnpacked() throws Exception {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(JSON));
      zip.write(entries.get(JSON));
      zip.putNextEntry(new ZipEntry(COEFFICIENTS));
      zip.write(entries.get(COEFFICIENTS));
      fill(zip, 200 << 20);
    }
    assertThat(Files.size(file)).isLessThan(1_000_000);
    GivenNetwork network = GivenNetwork.read(file);

    // What follows the parameters is none of the network's, and is not read.
    assertThat(network.make(Given.asItIs(network)).graph().numParams()).isEqualTo(835);
  }

  private static void fill(OutputStream out, int bytes) throws IOException {
    byte[] zeros = new byte[1 << 20];
    for (int written = 0; written < bytes; written += zeros.length) {
      out.write(zeros);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {834, 836, 1L << 40, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void aLengthThatIsNotTheNetworksIsNotBelieved(long length) throws IOException {
    byte[] coefficients = entries.get(COEFFICIENTS);
    assertThat(new String(coefficients, LENGTH + 10, 5, StandardCharsets.US_ASCII))
        .isEqualTo("FLOAT");
    for (int i = 0; i < Long.BYTES; i++) {
      coefficients[LENGTH + i] = (byte) (length >>> 56 - 8 * i);
    }
    assertThat(problem())
        .matches(
            "is damaged: its coefficients.bin has -?[\\d,]+ parameters, and its configuration asks"
                + " for 835");
  }

  @Test
  void weightsWithoutSenseAreDamaged() throws IOException {
    entries.put(COEFFICIENTS, header("LONG_SHAPE", Long.MAX_VALUE, "LONG"));
    assertThat(problem()).contains("the shape would have 9,223,372,036,854,775,807 numbers");
    entries.put(COEFFICIENTS, header("ELSEWHERE", 4, "LONG"));
    assertThat(problem()).contains("a buffer is allocated as 'ELSEWHERE'");
    entries.put(COEFFICIENTS, header("MIXED_DATA_TYPES", 4, "UTF8"));
    assertThat(problem()).contains("the shape is of type 'UTF8'");
    entries.put(COEFFICIENTS, header("MIXED_DATA_TYPES", 4, "LONG"));
    assertThat(problem()).isEqualTo("is damaged: coefficients.bin is cut short");
    entries.put(COEFFICIENTS, bytes("\u00ff\u00ff" + "x".repeat(70_000)));
    assertThat(problem()).contains("a name in its header would have 65,535 bytes");
  }

  private static byte[] header(String kind, long length, String type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(kind);
    out.writeLong(length);
    out.writeUTF(type);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "../../evil.sh, '../../evil.sh'",
    "/etc/passwd, '/etc/passwd'",
    "a\\..\\b, 'a\\..\\b'",
    "objects/../x, 'objects/../x'"
  })
  void aNameThatLeadsOutOfAFolderIsRefused(String name, String shown) throws IOException {
    entries.put(name, new byte[1]);
    assertThat(problem())
        .isEqualTo(
            "is a zip, but not one that Deeplearning4j saved: it has a file named '" + name + "'");
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    entries.put("configuration.jsoN", bytes("{}"));
    write();
    byte[] content = Files.readAllBytes(file);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf("jsoN"); at >= 0; at = text.indexOf("jsoN", at + 1)) {
      content[at + 3] = 'n';
    }
    assertThat(problem(content))
        .isEqualTo(
            "is a zip, but not one that Deeplearning4j saved: it has two files named"
                + " 'configuration.json'");
  }

  @Test
  void moreFilesThanANetworkHasAreRefused() throws IOException {
    for (int i = 0; i < 1000; i++) {
      entries.put("objects/" + i, new byte[0]);
    }
    assertThat(problem()).isEqualTo("holds far more than a network: 1,003 files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.ProcessBuilder",
        "javax.swing.JEditorPane",
        "com.example.MyLayer",
        "org.visualizingweights.layers.ReluOperation"
      })
  void aClassThatIsNotDeeplearning4jsIsNotLookedFor(String name) throws IOException {
    change("org.deeplearning4j.nn.conf.layers.DenseLayer", name);
    assertThat(problem())
        .isEqualTo(
            "asks for the class '"
                + name
                + "', which is not Deeplearning4j's: only networks of its own layers, activations"
                + " and losses can be read");
  }

  @Test
  void aClassIsRefusedWhereverItIsNamed() throws IOException {
    change(
        "\"weightInitFn\" : {\n        \"@class\" : \"org.deeplearning4j.nn.weights.WeightInitXavier\"\n      }",
        "\"weightInitFn\" : [ \"com.example.Evil\", { } ]");
    assertThat(problem()).startsWith("asks for the class 'com.example.Evil'");
    change("[ \"com.example.Evil\", { } ]", "{ \"distribution\" : { \"type\" : \"a.Evil\" } }");
    assertThat(problem()).startsWith("asks for the class 'a.Evil'");
  }

  @Test
  void aClassThatDeeplearning4jDoesNotHaveIsNamed() throws IOException {
    change("org.deeplearning4j.nn.conf.layers.DenseLayer", "org.deeplearning4j.nn.Thing");
    assertThat(problem())
        .isEqualTo(
            "asks for the class 'org.deeplearning4j.nn.Thing', which this version of Deeplearning4j"
                + " does not have");
    change(
        "org.deeplearning4j.nn.Thing", "org.deeplearning4j.nn.modelimport.keras.layers.KerasThing");
    assertThat(problem())
        .endsWith("which is a part of deeplearning4j-modelimport, which is not on the class path");
  }

  @Test
  void aClassWhereItDoesNotFitIsRefused() throws IOException {
    change(
        "org.deeplearning4j.nn.conf.layers.DenseLayer",
        "org.deeplearning4j.nn.multilayer.MultiLayerNetwork");
    assertThat(problem())
        .startsWith(
            "is damaged, or of another version of Deeplearning4j: its configuration makes no sense,"
                + " ");
  }

  @Test
  void anArrayThatSaysToBeLargerThanItIsIsDamaged() throws IOException {
    change(
        "\"softmaxClipEps\" : 1.0E-10",
        "\"softmaxClipEps\" : 1.0E-10, \"weights\" : { \"dataType\" : \"FLOAT\", \"shape\" : [ 1,"
            + " 2000000000 ], \"data\" : [ 1.0 ] }");
    assertThat(problem())
        .isEqualTo("is damaged: an array in its configuration lacks values, or has more");
  }

  @Test
  void jsonThatMakesNoSenseIsDamaged() throws IOException {
    entries.put(JSON, bytes("{\"confs\": ["));
    assertThat(problem()).startsWith("is damaged: its configuration is not JSON, ");
    entries.put(JSON, bytes("[".repeat(100_000)));
    assertThat(problem()).startsWith("is damaged: its configuration is not JSON, ");
    entries.put(JSON, bytes("{\"confs\": [], \"confs\": []}"));
    assertThat(problem()).startsWith("is damaged: its configuration is not JSON, Duplicate");
    for (String json : new String[] {"{}", "[]", "7", "\"vertices\""}) {
      entries.put(JSON, bytes(json));
      assertThat(problem()).endsWith("its configuration has neither layers nor vertices");
    }
    for (String json :
        new String[] {
          "{\"confs\": []}",
          "{\"confs\": [null]}",
          "{\"confs\": [{}]}",
          "{\"vertices\": {}}",
          "{\"vertices\": {\"a\": null}, \"vertexInputs\": {}, \"networkInputs\": [\"i\"],"
              + " \"networkOutputs\": [\"a\"]}"
        }) {
      entries.put(JSON, bytes(json));
      assertThat(problem()).contains("its configuration makes no sense, ");
    }
  }

  @Test
  void aNetworkTooLargeForMemoryIsRefusedBeforeItIsMade() throws IOException {
    entries.remove(COEFFICIENTS);
    change("\"nout\" : 8", "\"nout\" : 2000000000");
    change("\"nin\" : 8", "\"nin\" : 2000000000");
    assertThat(problem())
        .isEqualTo(
            "is of a network with more than 250,000,000 parameters, which is more than can be"
                + " trained");
  }

  @Test
  void moreLayersThanANetworkHasAreNotMade() throws IOException {
    for (String json :
        new String[] {
          "{\"confs\": [" + "{},".repeat(300_000) + "{}]}",
          "{\"vertices\": {"
              + IntStream.rangeClosed(0, 300_000)
                  .mapToObj(i -> "\"" + i + "\":{}")
                  .collect(Collectors.joining(","))
              + "}}"
        }) {
      entries.put(JSON, bytes(json));
      assertThat(problem())
          .startsWith("holds far more than a network: its configuration has 3")
          .endsWith("00,001 vertices");
    }
  }

  @Test
  void aListWithAHoleIsDamaged() throws IOException {
    change("\"constraints\" : null", "\"constraints\" : [ null ]");
    assertThat(problem())
        .isEqualTo(
            "is damaged: its configuration makes no sense, a list in it has an element that is"
                + " null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"BFLOAT16\"", "\"LONG\"", "\"UTF8\"", "\"UNKNOWN\"", "null"})
  void aDataTypeThatNothingIsTrainedInIsRefused(String type) throws IOException {
    entries.remove(COEFFICIENTS);
    change("\"dataType\" : \"FLOAT\"", "\"dataType\" : " + type);
    assertThat(problem())
        .isEqualTo(
            "is of a network of the data type %s; single, double and half precision can be trained"
                .formatted(type.replace("\"", "")));
  }

  /** What only a step would find is found before there is a run. */
  @Test
  void whatMakesAStepFailIsSaidBeforeIt() throws Exception {
    change("\"dilation\" : [ 1, 1 ]", "\"dilation\" : [ 0, 0 ]");
    write();
    GivenNetwork network = GivenNetwork.read(file);

    assertThatThrownBy(() -> network.make(Given.asItIs(network)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "network: my-network.zip cannot be trained: Dilation height can not be negative or 0,"
                + " got: 0");
  }

  @Test
  void aVertexLargerThanMemoryIsRefused() throws Exception {
    MultiLayerNetwork large =
        Given.stackOf(
            new Upsampling2D.Builder(30_000).build(),
            new GlobalPoolingLayer.Builder().build(),
            Given.output(Given.CLASSES));
    assertThatThrownBy(() -> Given.saved(large, folder))
        .isInstanceOf(UnusableFile.class)
        .hasMessageEndingWith("layer0 would put out far more numbers than fit in memory");
  }
}
