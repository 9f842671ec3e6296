package org.visualizingweights.sweep;

import java.util.Optional;
import org.visualizingweights.run.Status;

/**
 * What a run has come to.
 *
 * @param status {@link Status#FINISHED}, {@link Status#STOPPED} or {@link Status#FAILED}; or {@link
 *     Status#INTERRUPTED} where the sweep was ended before it
 * @param reason in one sentence, unless it has finished
 */
public record Outcome(Status status, Optional<String> reason) {}
