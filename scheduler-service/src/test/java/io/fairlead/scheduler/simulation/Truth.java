package io.fairlead.scheduler.simulation;

import io.fairlead.scheduler.core.ClusterState;
import io.fairlead.scheduler.core.Decision;
import io.fairlead.scheduler.core.Input;
import io.fairlead.scheduler.shell.ShardLedger;
import io.fairlead.scheduler.shell.ShardStates;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is so, by what has been committed, and the checks that hold everybody against it. Nobody in
 * the world sees it.
 */
final class Truth {
  private final Map<String, ClusterState> states = new TreeMap<>();
  private final CommitChecks commits;
  private final BusChecks bus;
  private final DecisionChecks decisions;
  private final AgentChecks agents;

  Truth(World world) {
    this.bus = new BusChecks(world, this);
    this.commits = new CommitChecks(world, this);
    this.decisions = new DecisionChecks();
    this.agents = new AgentChecks(world, this);
  }

  /** The fold of all that was committed about a cluster. */
  ClusterState state(String cluster) {
    return states.computeIfAbsent(cluster, ClusterState::new);
  }

  Collection<ClusterState> states() {
    return states.values();
  }

  CommitChecks commits() {
    return commits;
  }

  BusChecks bus() {
    return bus;
  }

  AgentChecks agents() {
    return agents;
  }

  void arrived(MemoryBus.Item item) {
    bus.arrived(item);
  }

  /** Decides and folds, as a scheduler does, and holds both against the rules. */
  ShardLedger.Outcome decide(ShardLedger ledger, String cluster, Input input) {
    Decision decision = ledger.plan(cluster, input);
    decisions.planned(ledger.states().get(cluster), input, decision);
    ShardLedger.Outcome outcome = ledger.fold(cluster, decision, input.now());
    decisions.folded(ledger.states().get(cluster), decision);
    return outcome;
  }

  /** What was read from the store is what was committed to it. */
  void loaded(int shard, ShardStates loaded, World world) {
    for (ClusterState state : states.values()) {
      if (world.shardOf(state.name()) == shard && state.cluster().isPresent()) {
        StateComparison.same(state, loaded.get(state.name()));
      }
    }
  }
}
