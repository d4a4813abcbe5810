package io.fairlead.agent.core;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fairlead.proto.agent.Observation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of which nothing is left, with what was last said of them: an assignment that comes late
 * must not start them again. The oldest are dropped first.
 */
public final class PastTasks {
  private static final int MOST = 10_000;
  private static final byte[] NOTHING = {};

  /** As bytes, which take a fraction of the room. */
  private final Map<String, byte[]> lastWords =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > MOST;
        }
      };

  /** Nothing is left of the task but what was last said of it. */
  public void add(String taskArn, @Nullable Observation last) {
    lastWords.put(taskArn, last == null ? NOTHING : last.toByteArray());
  }

  /** Whether the task has been here and gone. */
  public boolean knows(String taskArn) {
    return lastWords.containsKey(taskArn);
  }

  /** What was last said of the task; empty where nothing was. */
  public Optional<Observation> lastWords(String taskArn) {
    byte[] last = lastWords.getOrDefault(taskArn, NOTHING);
    return last.length == 0 ? Optional.empty() : Optional.of(parse(last));
  }

  private static Observation parse(byte[] own) {
    try {
      return Observation.parseFrom(own);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
