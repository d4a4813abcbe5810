package io.fairlead.cli.report;

/** One expectation, and whether it came true. */
public record Verdict(String expected, boolean met, String seen) {}
