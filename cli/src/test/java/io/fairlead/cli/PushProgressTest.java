package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class PushProgressTest {
  private final PushProgress progress = new PushProgress();

  private void lines(String... lines) {
    for (String line : lines) {
      progress.take(JsonParser.parseString(line).getAsJsonObject());
    }
  }

  @Test
  void countsLayersAndBytes() {
    lines(
        "{'status':'The push refers to repository [r/web]'}",
        "{'status':'Preparing','progressDetail':{},'id':'a'}",
        "{'status':'Preparing','progressDetail':{},'id':'b'}",
        "{'status':'Pushing','progressDetail':{'current':1048576,'total':4194304},'id':'a'}",
        "{'status':'Layer already exists','progressDetail':{},'id':'b'}");
    assertThat(progress.inLayers()).isEqualTo("1 of 2 layers");
    assertThat(progress.inBytes()).isEqualTo("1.0 of 4.0 MiB");
    assertThat(progress.digest()).isEmpty();

    lines(
        "{'status':'Pushing','progressDetail':{'current':4195000,'total':4194304},'id':'a'}",
        "{'status':'Pushed','progressDetail':{},'id':'a'}",
        "{'progressDetail':{},'aux':{'Tag':'1','Digest':'sha256:ab','Size':3}}");
    assertThat(progress.inLayers()).isEqualTo("2 of 2 layers");
    assertThat(progress.inBytes()).isEqualTo("4.0 of 4.0 MiB");
    assertThat(progress.digest()).contains("sha256:ab");
  }

  @Test
  void endsWithTheEnginesError() {
    assertThatThrownBy(
            () ->
                lines("{'errorDetail':{'message':'tag is immutable'},'error':'tag is immutable'}"))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("the push failed: tag is immutable");
  }
}
