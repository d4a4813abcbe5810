package io.fairlead.registry.catalog;

import io.fairlead.registry.names.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which images are pulled through this registry. They are looked at with each request,
 * and therefore remembered for a moment.
 */
public final class PullThroughRules {
  /** Rules of one registry, as on ECR. */
  public static final int MOST = 50;

  private static final Duration REMEMBERED = Duration.ofSeconds(2);

  private final Database database;
  private volatile @Nullable Known known;

  private record Known(List<PullThroughRule> rules, long nanos) {}

  public PullThroughRules(Database database) {
    this.database = database;
  }

  /** Keeps a new rule; empty where there is one of this prefix. */
  public Optional<PullThroughRule> create(
      String prefix, String upstream, Optional<String> kind, String upstreamPrefix) {
    return changed(
        "insert into registry.pull_through_rule (prefix, upstream, kind, upstream_prefix)"
            + " values (?, ?, ?, ?) on conflict do nothing returning *",
        prefix,
        upstream,
        kind.orElse(null),
        upstreamPrefix);
  }

  /** Notes that somebody updated the rule of a prefix. */
  public Optional<PullThroughRule> touch(String prefix) {
    return changed(
        "update registry.pull_through_rule set updated_at = now() where prefix = ? returning *",
        prefix);
  }

  /** Removes the rule of a prefix. What came by it stays. */
  public Optional<PullThroughRule> delete(String prefix) {
    return changed("delete from registry.pull_through_rule where prefix = ? returning *", prefix);
  }

  private Optional<PullThroughRule> changed(String sql, @Nullable Object... arguments) {
    Optional<PullThroughRule> rule = database.first(sql, PullThroughRules::read, arguments);
    known = null;
    return rule;
  }

  /** The rule of a prefix. */
  public Optional<PullThroughRule> find(String prefix) {
    return database.first(
        "select * from registry.pull_through_rule where prefix = ?",
        PullThroughRules::read,
        prefix);
  }

  /** Rules after {@code last}, at most {@code most}, by prefix. */
  public List<PullThroughRule> list(String last, int most) {
    return database.list(
        "select * from registry.pull_through_rule where prefix collate \"C\" > ?"
            + " order by prefix collate \"C\" limit ?",
        PullThroughRules::read,
        last,
        most);
  }

  /** The rule that is for a repository: the one of the longest prefix. */
  public Optional<PullThroughRule> suiting(RepositoryName repository) {
    return all().stream()
        .filter(rule -> rule.upstreamName(repository).isPresent())
        .max(Comparator.comparingInt(PullThroughRules::weight));
  }

  private static int weight(PullThroughRule rule) {
    return rule.prefix().equals(PullThroughRule.ROOT) ? 0 : rule.prefix().length();
  }

  /** Other processes may change them, too. */
  private List<PullThroughRule> all() {
    Known seen = known;
    if (seen == null || System.nanoTime() - seen.nanos() > REMEMBERED.toNanos()) {
      long now = System.nanoTime();
      seen = new Known(list("", MOST), now);
      known = seen;
    }
    return seen.rules();
  }

  private static PullThroughRule read(ResultSet row) throws SQLException {
    return new PullThroughRule(
        row.getString("prefix"),
        row.getString("upstream"),
        Optional.ofNullable(row.getString("kind")),
        row.getString("upstream_prefix"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }
}
