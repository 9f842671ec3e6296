package org.visualizingweights.sweep;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a sweep is.
 *
 * @param runs of the sweep
 * @param finished or stopped by their own rule
 * @param running now
 * @param failed for good
 * @param left the time that is left, by what this process has done so far; empty as long as that is
 *     too little to tell
 */
public record SweepProgress(
    int runs, int finished, int running, int failed, Optional<Duration> left) {}
