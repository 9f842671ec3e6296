package org.visualizingweights.run;

import java.time.Instant;

/**
 * That a run went on in another process.
 *
 * @param at when
 * @param step the number of steps that were done, of which the run still had everything
 * @param versions of the software from then on
 * @param machine that it ran on from then on
 */
public record Resumed(Instant at, int step, Versions versions, Machine machine) {}
