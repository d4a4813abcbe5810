package io.fairlead.cli.report;

/**
 * A fault while it was there.
 *
 * @param begin milliseconds since the beginning
 * @param end the same as the beginning for what was over at once
 */
public record FaultBand(String fault, String target, long begin, long end) {}
