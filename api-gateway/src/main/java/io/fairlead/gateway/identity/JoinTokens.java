package io.fairlead.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.gateway.identity.Identity.Instance;
import io.fairlead.proto.Realm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tokens with which machines join a cluster, each for a time and a number of uses. */
public final class JoinTokens {
  private final Database database;
  private final IdentityStore store;
  private final Realm realm;
  private final InstantSource clock;
  private final KeyMaker maker = new KeyMaker();

  public JoinTokens(Database database, IdentityStore store, Realm realm, InstantSource clock) {
    this.database = database;
    this.store = store;
    this.realm = realm;
    this.clock = clock;
  }

  /** A new token; it is shown this once, the database keeps its hash. */
  public record Issued(String token, Instant expiresAt) {}

  /** Makes a token for so many instances of a cluster. */
  public Issued issue(String cluster, Duration validity, int uses, Identity by) {
    String token = maker.joinToken();
    Instant now = clock.instant();
    Instant expiresAt = now.plus(validity);
    return database.transaction(
        connection -> {
          forgetExpired(connection, now);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into gateway.join_token"
                      + " (hash, cluster, expires_at, uses_left, created_by, created_at)"
                      + " values (?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, hash(token));
            insert.setString(2, cluster);
            insert.setTimestamp(3, Timestamp.from(expiresAt));
            insert.setInt(4, uses);
            insert.setString(5, by.arn());
            insert.setTimestamp(6, Timestamp.from(now));
            insert.executeUpdate();
          }
          return new Issued(token, expiresAt);
        });
  }

  /** Takes one use of the token for a new instance; empty where it is unknown, expired, used up. */
  public Optional<AccessKey> redeem(String token) {
    return database.transaction(
        connection -> {
          Optional<String> cluster = takeUse(connection, token);
          if (cluster.isEmpty()) {
            return Optional.empty();
          }
          String arn = realm.containerInstance(cluster.get(), maker.instanceId());
          AccessKey key = maker.accessKey(new Instance(arn));
          store.add(connection, key);
          return Optional.of(key);
        });
  }

  private Optional<String> takeUse(Connection connection, String token) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update gateway.join_token set uses_left = uses_left - 1"
                + " where hash = ? and uses_left > 0 and expires_at > ? returning cluster")) {
      update.setBytes(1, hash(token));
      update.setTimestamp(2, Timestamp.from(clock.instant()));
      ResultSet rows = update.executeQuery();
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private static void forgetExpired(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from gateway.join_token where expires_at < ?")) {
      delete.setTimestamp(1, Timestamp.from(now));
      delete.executeUpdate();
    }
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
