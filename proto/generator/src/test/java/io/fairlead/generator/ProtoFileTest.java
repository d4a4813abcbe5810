package io.fairlead.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoFileTest {

  private static final Api API =
      new Api(Path.of("toy.json"), Path.of("toy.proto"), "toy.v1", "toy", "ToyProto", "Toy");
  private static final String MEMBERS =
      """
      "size": {"shape": "Size"}, "mode": {"shape": "Mode"}, "names": {"shape": "Names"}, "when": {"shape": "When"}
      """;
  private static final String MODES = "\"ON\", \"half-on\"";

  @TempDir Path folder;

  @Test
  void everyKindOfMemberHasItsType() throws IOException {
    assertThat(
            generate(
                MEMBERS + ", \"any\": {\"shape\": \"Any\"}, \"tags\": {\"shape\": \"Tags\"}",
                MODES,
                ""))
        .contains(
            """
            message PlayRequest {
              optional int32 size = 1 [json_name = "size", (fairlead.wire.v1.required) = true, \
            (fairlead.wire.v1.min) = 1, (fairlead.wire.v1.max) = 9];
              optional Mode mode = 2 [json_name = "mode"];
              repeated string names = 3 [json_name = "names", (fairlead.wire.v1.sensitive) = true, \
            (fairlead.wire.v1.max) = 5, (fairlead.wire.v1.item_pattern) = "\\\\d+"];
              google.protobuf.Timestamp when = 4 [json_name = "when"];
              google.protobuf.Value any = 5 [json_name = "any"];
              map<string, string> tags = 6 [json_name = "tags", (fairlead.wire.v1.sensitive) = true];
            }
            """)
        .contains(
            """
            enum Mode {
              MODE_UNSPECIFIED = 0;
              MODE_ON = 1 [(fairlead.wire.v1.value) = "ON"];
              MODE_HALF_ON = 2 [(fairlead.wire.v1.value) = "half-on"];
            }
            """)
        .contains("{name: \"Broken\", code: \"Broken\", http_status: 500}")
        .doesNotContain("message Broken", "Stray");
  }

  @Test
  void aNewMemberTakesTheNextNumberAndMovesNoOther() throws IOException {
    var before = generate(MEMBERS, MODES, "");
    assertThat(
            generate("\"first\": {\"shape\": \"Size\"}, " + MEMBERS, "\"OFF\", " + MODES, before))
        .contains(
            "int32 size = 1 ",
            "Mode mode = 2 ",
            "int32 first = 5 ",
            "MODE_ON = 1 ",
            "MODE_OFF = 3 ");
  }

  @Test
  void whatLeavesIsReservedForGood() throws IOException {
    var before = generate(MEMBERS, MODES, "");
    var less = generate("\"size\": {\"shape\": \"Size\"}", "\"ON\"", before);
    var again = generate(MEMBERS, MODES, less);

    assertThat(less)
        .contains("message PlayRequest {\n  reserved 2, 3, 4;\n  optional int32 size = 1 ");
    assertThat(again)
        .contains("message PlayRequest {\n  reserved 2, 3, 4;\n", "Mode mode = 5 ", "when = 7 ");
    assertThat(generate(MEMBERS, MODES, again)).isEqualTo(again);
  }

  @Test
  void aMemberOfAnotherTypeTakesAnotherNumber() throws IOException {
    var before = generate(MEMBERS, MODES, "");
    assertThat(
            generate(MEMBERS.replace("\"shape\": \"Size\"", "\"shape\": \"Word\""), MODES, before))
        .contains("  reserved 1;\n", "string size = 5 ");
  }

  @Test
  void twoValuesOfOneNameAreRefused() {
    assertThatThrownBy(() -> generate(MEMBERS, "\"a-b\", \"a.b\"", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Mode");
  }

  @Test
  void requestsThatChangeSayWhichListsAreEmptyUnderANumberThatNoMemberTakes() throws IOException {
    var before = generate("UpdatePlay", MEMBERS, MODES, "");
    var more =
        generate("UpdatePlay", "\"first\": {\"shape\": \"Names\"}, " + MEMBERS, MODES, before);

    assertThat(before)
        .contains(
            "  repeated string empty_members = 1000 [json_name = \"emptyMembers\","
                + " (fairlead.wire.v1.empty_members) = true];");
    assertThat(more).contains("repeated string first = 5 ", "empty_members = 1000 ");
    assertThat(generate("UpdatePlay", "\"size\": {\"shape\": \"Size\"}", MODES, ""))
        .doesNotContain("empty_members");
    assertThat(generate(MEMBERS, MODES, "")).doesNotContain("empty_members");
  }

  private String generate(String members, String modes, String before) throws IOException {
    return generate("Play", members, modes, before);
  }

  private String generate(String operation, String members, String modes, String before)
      throws IOException {
    var model =
        """
        {"metadata": {"protocol": "json", "jsonVersion": "1.1", "endpointPrefix": "toy"},
         "operations": {"%s": {"name": "%<s", "input": {"shape": "PlayRequest"}, "output": {"shape": "PlayResponse"},
           "errors": [{"shape": "Broken"}]}},
         "shapes": {
           "PlayRequest": {"type": "structure", "required": ["size"], "members": {%s}},
           "PlayResponse": {"type": "structure", "members": {}},
           "Stray": {"type": "structure", "members": {}},
           "Broken": {"type": "structure", "exception": true, "fault": true, "members": {"message": {"shape": "Word"}}},
           "Any": {"type": "structure", "document": true, "members": {}},
           "Tags": {"type": "map", "key": {"shape": "Word"}, "value": {"shape": "Word"}},
           "Names": {"type": "list", "max": 5, "member": {"shape": "Word"}},
           "Word": {"type": "string", "sensitive": true, "pattern": "\\\\d+"},
           "Size": {"type": "integer", "min": 1, "max": 9},
           "When": {"type": "timestamp"},
           "Mode": {"type": "string", "enum": [%s]}}}
        """
            .formatted(operation, members, modes);
    Files.writeString(folder.resolve("toy.json"), model);
    return ProtoFile.text(API, Model.read(folder.resolve("toy.json")), before);
  }
}
