package io.fairlead.cli.report;

import java.util.Map;

/**
 * How many tasks ran at a moment.
 *
 * @param at milliseconds since the beginning
 * @param byInstance of services, by the instance's name
 * @param byService by the service's name
 * @param desired of each service
 */
public record Sample(
    long at,
    Map<String, Integer> byInstance,
    Map<String, Integer> byService,
    Map<String, Integer> desired) {

  /** Whether every service has as many tasks as it should. */
  public boolean whole() {
    return byService.equals(desired);
  }
}
