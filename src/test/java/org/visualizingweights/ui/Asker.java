package org.visualizingweights.ui;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a server of this machine in the very lines that a test has. */
record Asker(int port) {

  static Asker of(UiServer server) {
    return new Asker(URI.create(server.address()).getPort());
  }

  /** A connection that was asked for nothing yet. */
  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** What a GET with these headers is answered, with its head; Host is localhost if not said. */
  String get(String path, String... headers) throws IOException {
    return ask("GET " + path + " HTTP/1.1", headers);
  }

  String ask(String line, String... headers) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request(line, headers));
      return readAll(socket);
    }
  }

  byte[] request(String line, String... headers) {
    boolean host = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"));
    String lines = String.join("\r\n", headers);
    return (line
            + "\r\nConnection: close\r\n"
            + (host ? "" : "Host: localhost:" + port + "\r\n")
            + (lines.isEmpty() ? "" : lines + "\r\n")
            + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  static String readAll(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The status of an answer. */
  static int status(String answer) {
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length()).substring(0, 3));
  }
}
