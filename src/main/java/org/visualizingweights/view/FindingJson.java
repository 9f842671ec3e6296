package org.visualizingweights.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.findings.Finding;
import org.visualizingweights.findings.Place;

/**
 * A finding as the page takes it.
 *
 * @param severity {@code note} or {@code warning}
 */
record FindingJson(
    String kind,
    String severity,
    List<String> layers,
    String text,
    Map<String, Double> numbers,
    Optional<Place> at) {

  static FindingJson of(Finding finding) {
    return new FindingJson(
        finding.kind().label(),
        Json.name(finding.severity()),
        finding.layers(),
        finding.text(),
        finding.numbers(),
        finding.place());
  }
}
