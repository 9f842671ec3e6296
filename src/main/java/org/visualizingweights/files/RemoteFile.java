package org.visualizingweights.files;

import java.net.URI;
import java.util.List;

/**
 * A file that is known, and where it can be downloaded.
 *
 * @param name under which it is kept
 * @param urls of the file, http or https; the first that works is used; none where there is none
 * @param fingerprint what it must hold, wherever it came from
 */
public record RemoteFile(String name, List<URI> urls, Fingerprint fingerprint) {
  public RemoteFile {
    urls = List.copyOf(urls);
    for (URI url : urls) {
      if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
        throw new IllegalArgumentException("not an http or https URL: " + url);
      }
    }
  }
}
