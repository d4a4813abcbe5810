package io.fairlead.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "taskDefinition, task_definition",
    "TaskDefinition, task_definition",
    "ec2InstanceId, ec2_instance_id",
    "hostIP, host_ip",
    "managedEBSVolume, managed_ebs_volume",
    "s3BucketName, s3_bucket_name",
    "X, x"
  })
  void membersBecomeSnakeCase(String member, String field) {
    assertThat(Names.field(member)).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "LaunchType, EC2, LAUNCH_TYPE_EC2",
    "LogDriver, json-file, LOG_DRIVER_JSON_FILE",
    "OSFamily, WINDOWS_SERVER_2019_FULL, OS_FAMILY_WINDOWS_SERVER_2019_FULL",
    "ClusterSettingName, containerInsights, CLUSTER_SETTING_NAME_CONTAINER_INSIGHTS",
    "ScalableDimension, ecs:service:DesiredCount, SCALABLE_DIMENSION_ECS_SERVICE_DESIRED_COUNT"
  })
  void valuesCarryTheirEnumsName(String enumeration, String value, String name) {
    assertThat(Names.enumValue(enumeration, value)).isEqualTo(name);
  }
}
