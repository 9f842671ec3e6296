package org.visualizingweights.ui;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.visualizingweights.files.Fingerprint;

/**
 * The Content-Security-Policy of a page of ours: it runs the scripts that the server has, and those
 * between its lines that were there when it was made, which are known by their hashes.
 */
final class ContentSecurityPolicy {
  /** Of what is no page, and loads nothing. */
  static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  private ContentSecurityPolicy() {}

  static String of(String html) {
    return "default-src 'none'; script-src 'self'%s; style-src 'self'%s; img-src 'self' data:;"
            .formatted(hashes("script", html), hashes("style", html))
        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String hashes(String tag, String html) {
    return Pattern.compile("<%1$s[^>]*>(.*?)</%1$s>".formatted(tag), Pattern.DOTALL)
        .matcher(html)
        .results()
        .map(found -> found.group(1).replace("\r\n", "\n")) // as browsers take it
        .filter(text -> !text.isEmpty())
        .map(text -> " 'sha256-" + sha256(text) + "'")
        .collect(Collectors.joining());
  }

  private static String sha256(String text) {
    byte[] hash = Fingerprint.sha256Digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }
}
