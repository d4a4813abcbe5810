package io.fairlead.bench.placement;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import io.fairlead.proto.state.Demand;
import java.util.ArrayList;
import java.util.List;

/** The fewest instances that hold a small set of tasks, all known beforehand. */
final class Optimum {
  private static final double SECONDS = 60;

  private Optimum() {}

  static int of(List<Demand> tasks) {
    Loader.loadNativeLibraries();
    CpModel model = new CpModel();
    int most = Packed.bestFit(tasks);
    BoolVar[] used = new BoolVar[most];
    List<List<Literal>> places = new ArrayList<>();
    tasks.forEach(_ -> places.add(new ArrayList<>()));
    for (int instance = 0; instance < most; instance++) {
      used[instance] = model.newBoolVar("used" + instance);
      add(model, used[instance], tasks, places);
      if (instance > 0) {
        model.addImplication(used[instance], used[instance - 1]);
      }
    }
    places.forEach(model::addExactlyOne);
    model.minimize(LinearExpr.sum(used));
    CpSolver solver = new CpSolver();
    solver.getParameters().setMaxTimeInSeconds(SECONDS);
    CpSolverStatus status = solver.solve(model);
    if (status != CpSolverStatus.OPTIMAL) {
      throw new IllegalStateException("no optimum in " + SECONDS + " s: " + status);
    }
    return (int) Math.round(solver.objectiveValue());
  }

  /** One instance: what is on it fits, where it is used. */
  private static void add(
      CpModel model, BoolVar used, List<Demand> tasks, List<List<Literal>> places) {
    LinearExprBuilder cpu = LinearExpr.newBuilder();
    LinearExprBuilder memory = LinearExpr.newBuilder();
    for (int task = 0; task < tasks.size(); task++) {
      BoolVar here = model.newBoolVar("");
      places.get(task).add(here);
      cpu.addTerm(here, tasks.get(task).getCpu());
      memory.addTerm(here, tasks.get(task).getMemory());
    }
    model.addLessOrEqual(cpu, LinearExpr.term(used, Packed.CPU));
    model.addLessOrEqual(memory, LinearExpr.term(used, Packed.MEMORY));
  }
}
