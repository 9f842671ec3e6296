package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.EvaluationCalibration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parts that the program is made of. */
class PartsTest {

  /** A class of each part, or group of parts, that pom.xml leaves out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.bytedeco.opencv.global.opencv_core",
        "org.bytedeco.ffmpeg.global.avutil",
        "io.aeron.Aeron",
        "org.mapdb.DB",
        "com.beust.jcommander.JCommander",
        "com.google.gson.Gson",
        "it.unimi.dsi.fastutil.bytes.ByteArrayList",
        "javax.xml.bind.DatatypeConverter",
        "com.fasterxml.jackson.core.JsonFactory",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "io.netty.handler.proxy.ProxyHandler",
        "io.netty.handler.codec.socksx.v5.Socks5Message",
        "io.netty.handler.codec.http2.Http2Connection",
        "io.netty.resolver.dns.DnsNameResolver",
        "io.netty.handler.codec.dns.DnsMessage",
        "io.vertx.ext.web.common.WebEnvironment",
        "io.vertx.ext.bridge.BridgeEventType"
      })
  void whatIsLeftOutDoesNotComeBack(String name) {
    assertThatThrownBy(() -> Class.forName(name, false, getClass().getClassLoader()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  /** By way of commons-net, whatever version of it there is. */
  @Test
  void nd4jReadsTheArraysThatItWroteAsJson() {
    INDArray labels = Nd4j.eye(3);
    EvaluationCalibration written = new EvaluationCalibration();
    written.eval(labels, labels.mul(0.8).addi(0.2 / 3));

    EvaluationCalibration read = EvaluationCalibration.fromJson(written.toJson());

    assertThat(read.stats()).isEqualTo(written.stats());
    assertThat(read.getReliabilityDiagram(1).getMeanPredictedValueX())
        .isEqualTo(written.getReliabilityDiagram(1).getMeanPredictedValueX());
  }
}
