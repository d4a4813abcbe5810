package io.fairlead.scheduler.core.placement;

import java.util.SortedMap;

/** The outcome of looking for a place. */
public sealed interface Placement {

  /** The best instance by the strategies among all that fit. */
  record Placed(Place place) implements Placement {}

  /**
   * No instance fits.
   *
   * @param refusals how many instances each reason kept the task from; an instance counts once, for
   *     the first reason found
   */
  record Unplaced(SortedMap<Obstacle, Integer> refusals) implements Placement {}
}
