package io.fairlead.cli.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.fairlead.cli.load.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that is to be told of one run. Times are milliseconds since its beginning.
 *
 * @param began ISO 8601
 * @param things an operator's steps and the like
 * @param answers by second; none where nobody called
 * @param load by operation; none where there was no load
 */
public record Report(
    String scenario,
    String description,
    long seed,
    String began,
    long lasted,
    List<FaultBand> faults,
    List<Recovery> recoveries,
    List<Thing> things,
    List<Sample> samples,
    List<Found> findings,
    List<Answers> answers,
    List<Latencies.Figures> load,
    List<Verdict> verdicts) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Something that was done. */
  public record Thing(long at, String what) {}

  /** What the checker found. */
  public record Found(long at, String rule, String subject, String detail) {}

  /** Calls to a service that fell due within a second, and how many of them were answered. */
  public record Answers(long at, int asked, int answered) {
    double perCent() {
      return asked == 0 ? 100 : 100.0 * answered / asked;
    }
  }

  /** Whether all that was expected has come true. */
  @JsonProperty
  public boolean passed() {
    return verdicts.stream().allMatch(Verdict::met);
  }

  /** Writes {@code report.json} and {@code report.html}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(this) + "\n");
    Files.writeString(folder.resolve("report.html"), new Page(this).html());
  }
}
