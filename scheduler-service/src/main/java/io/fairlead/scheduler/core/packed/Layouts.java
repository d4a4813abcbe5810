package io.fairlead.scheduler.core.packed;

import static io.fairlead.scheduler.core.packed.Layout.Part.HOST;
import static io.fairlead.scheduler.core.packed.Layout.Part.KEY;
import static io.fairlead.scheduler.core.packed.Layout.Part.MESSAGE;
import static io.fairlead.scheduler.core.packed.Layout.Part.MESSAGES;
import static io.fairlead.scheduler.core.packed.Layout.Part.MOMENT;
import static io.fairlead.scheduler.core.packed.Layout.Part.NAME;
import static io.fairlead.scheduler.core.packed.Layout.Part.OWN;

import io.fairlead.proto.ecs.Container;
import io.fairlead.proto.ecs.ContainerInstance;
import io.fairlead.proto.ecs.NetworkBinding;
import io.fairlead.proto.ecs.Task;
import io.fairlead.proto.state.Demand;
import io.fairlead.proto.state.InstanceRecord;
import io.fairlead.proto.state.TaskRecord;

/** What tasks and container instances have of their own. */
final class Layouts {
  private static final Layout CONTAINER =
      new Layout()
          .with(
              NAME,
              Container.CONTAINER_ARN_FIELD_NUMBER,
              Container.RUNTIME_ID_FIELD_NUMBER,
              Container.TASK_ARN_FIELD_NUMBER)
          .with(OWN, Container.NETWORK_INTERFACES_FIELD_NUMBER)
          .with(
              MESSAGES,
              Container.NETWORK_BINDINGS_FIELD_NUMBER,
              new Layout().with(OWN, NetworkBinding.HOST_PORT_FIELD_NUMBER));

  private static final Layout TASK =
      new Layout()
          .with(KEY, Task.TASK_ARN_FIELD_NUMBER)
          .with(HOST, Task.CONTAINER_INSTANCE_ARN_FIELD_NUMBER)
          .with(OWN, Task.VERSION_FIELD_NUMBER, Task.OVERRIDES_FIELD_NUMBER)
          .with(
              MOMENT,
              Task.CONNECTIVITY_AT_FIELD_NUMBER,
              Task.CREATED_AT_FIELD_NUMBER,
              Task.EXECUTION_STOPPED_AT_FIELD_NUMBER,
              Task.PULL_STARTED_AT_FIELD_NUMBER,
              Task.PULL_STOPPED_AT_FIELD_NUMBER,
              Task.STARTED_AT_FIELD_NUMBER,
              Task.STOPPED_AT_FIELD_NUMBER,
              Task.STOPPING_AT_FIELD_NUMBER)
          .with(MESSAGES, Task.CONTAINERS_FIELD_NUMBER, CONTAINER);

  /** Host ports are what a task reserves of its own. */
  private static final Layout DEMAND =
      new Layout().with(OWN, Demand.TCP_PORTS_FIELD_NUMBER, Demand.UDP_PORTS_FIELD_NUMBER);

  static final Layout TASK_RECORD =
      new Layout()
          .with(
              OWN,
              TaskRecord.ASSIGNMENT_VERSION_FIELD_NUMBER,
              TaskRecord.OBSERVED_EPOCH_FIELD_NUMBER,
              TaskRecord.OBSERVED_SEQUENCE_FIELD_NUMBER)
          .with(NAME, TaskRecord.CLIENT_TOKEN_FIELD_NUMBER)
          .with(MESSAGE, TaskRecord.TASK_FIELD_NUMBER, TASK)
          .with(MESSAGE, TaskRecord.RESERVED_FIELD_NUMBER, DEMAND);

  private static final Layout INSTANCE =
      new Layout()
          .with(KEY, ContainerInstance.CONTAINER_INSTANCE_ARN_FIELD_NUMBER)
          .with(
              OWN,
              ContainerInstance.EC2_INSTANCE_ID_FIELD_NUMBER,
              ContainerInstance.VERSION_FIELD_NUMBER)
          .with(MOMENT, ContainerInstance.REGISTERED_AT_FIELD_NUMBER);

  static final Layout INSTANCE_RECORD =
      new Layout()
          .with(OWN, InstanceRecord.EPOCH_FIELD_NUMBER, InstanceRecord.AGENT_ADDRESS_FIELD_NUMBER)
          .with(MOMENT, InstanceRecord.LOST_AT_FIELD_NUMBER)
          .with(MESSAGE, InstanceRecord.INSTANCE_FIELD_NUMBER, INSTANCE);

  private Layouts() {}
}
