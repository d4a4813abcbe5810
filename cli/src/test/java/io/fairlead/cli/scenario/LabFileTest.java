package io.fairlead.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabFileTest {
  @TempDir Path folder;

  private LabFile read(String yaml) throws IOException {
    return LabFile.read(Files.writeString(folder.resolve("lab.yaml"), yaml));
  }

  @Test
  void tellsEachInstance() throws IOException {
    LabFile file =
        read(
            """
            instances:
              - {name: i1}
              - name: big
                zone: us-east-1b
                type: m5.large
                cpu: 1.5
                memory: 2GiB
                disk: 512MiB
                attributes: {rack: r2, gpu: "no"}
            simulated: 4
            """);

    assertThat(file.lines())
        .containsExactly(
            "instance i1 us-east-1a lab 1024 1024 10240",
            "instance big us-east-1b m5.large 1536 2048 512 \"gpu\":\"no\",\"rack\":\"r2\"",
            "simulated 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simulated: 3|instances needs 1 to 100",
        "instances: [{zone: a}]|instances[0].name is missing",
        "instances: [{name: X}]|instances[0].name must be two to twelve of a-z, 0-9 and -, the first a letter, not X",
        "instances: [{name: i1}, {name: i1}]|instances has two of the same name",
        "instances: [{name: i1, cpu: 0.1}]|instances[0].cpu must be 0.125 cores or more",
        "instances: [{name: i1, memory: 1TB}]|instances[0].memory needs a size such as 512MiB or 2GiB, of 64MiB or more, not 1TB",
        "instances: [{name: i1, disk: 1MiB}]|instances[0].disk needs a size such as 512MiB or 2GiB, of 64MiB or more, not 1MiB",
        "instances: [{name: i1, attributes: {name: x}}]|instances[0].attributes has name, which is a member",
        "instances: [{name: i1, nme: x}]|instances[0]: there is no member nme; there are: attributes, cpu, disk, memory, name, type, zone",
      })
  void saysWhatIsWrong(String yaml, String why) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lab.yaml: " + why);
  }
}
