package io.fairlead.gateway.identity;

import io.fairlead.gateway.identity.Identity.Instance;
import io.fairlead.gateway.identity.Identity.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Optional;

/** Identities and their access keys in the database. */
public final class IdentityStore {
  private final Database database;
  private final SecretVault vault;
  private final InstantSource clock;

  public IdentityStore(Database database, SecretVault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /** The access key with this id. */
  public Optional<AccessKey> find(String id) {
    return one("where k.id = ?", id);
  }

  /** The newest access key of an identity. */
  public Optional<AccessKey> newestOf(String arn) {
    return one("where i.arn = ? order by k.created_at desc limit 1", arn);
  }

  private Optional<AccessKey> one(String condition, String argument) {
    String select =
        "select k.id, k.sealed, i.arn, i.kind from gateway.access_key k"
            + " join gateway.identity i on i.arn = k.identity_arn ";
    return database.transaction(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(select + condition)) {
            query.setString(1, argument);
            ResultSet rows = query.executeQuery();
            return rows.next() ? Optional.of(read(rows)) : Optional.empty();
          }
        });
  }

  private AccessKey read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    String arn = row.getString("arn");
    Identity owner = row.getString("kind").equals("USER") ? new User(arn) : new Instance(arn);
    return new AccessKey(id, vault.open(id, row.getBytes("sealed")), owner);
  }

  /** Adds the key, and its owner where that is new. */
  void add(Connection connection, AccessKey key) throws SQLException {
    Timestamp now = Timestamp.from(clock.instant());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into gateway.identity (arn, kind, created_at) values (?, ?, ?)"
                + " on conflict do nothing")) {
      insert.setString(1, key.owner().arn());
      insert.setString(2, kind(key.owner()));
      insert.setTimestamp(3, now);
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into gateway.access_key (id, identity_arn, sealed, created_at)"
                + " values (?, ?, ?, ?)")) {
      insert.setString(1, key.id());
      insert.setString(2, key.owner().arn());
      insert.setBytes(3, vault.seal(key.id(), key.secret()));
      insert.setTimestamp(4, now);
      insert.executeUpdate();
    }
  }

  private static String kind(Identity identity) {
    return switch (identity) {
      case User _ -> "USER";
      case Instance _ -> "INSTANCE";
    };
  }
}
