package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}
