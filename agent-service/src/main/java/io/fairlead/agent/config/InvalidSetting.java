package io.fairlead.agent.config;

/**
 * A setting that cannot be used: the message names the variable, its value and what is expected.
 */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidSetting(String variable, String value, String expected) {
    super(variable + "=" + value + ": " + expected);
  }
}
