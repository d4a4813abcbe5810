package io.fairlead.gateway.identity;

import io.fairlead.gateway.identity.Identity.User;
import io.fairlead.proto.Realm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The administrator's access key: made at the first start and written to a credentials file in the
 * form that the AWS tools read.
 */
public final class FirstKey {
  /** Any number, the same in every gateway: only one at a time makes the first key. */
  private static final long LOCK = 0x0F41_12EA_D0CE_4E55L;

  private final Database database;
  private final IdentityStore store;
  private final Realm realm;
  private final PrivateFile file;

  public FirstKey(Database database, IdentityStore store, Realm realm, Path credentialsFile) {
    this.database = database;
    this.store = store;
    this.realm = realm;
    this.file = new PrivateFile(credentialsFile);
  }

  /** Makes sure that there is a key and that the file holds it. */
  public AccessKey ensure() {
    User administrator = new User("arn:aws:iam::" + realm.account() + ":user/admin");
    return database.transaction(
        connection -> {
          lock(connection);
          Optional<AccessKey> existing = store.newestOf(administrator.arn());
          AccessKey key = existing.orElseGet(() -> new KeyMaker().accessKey(administrator));
          // Before the commit: a crash in between leaves a file that the next start overwrites.
          if (!file.read().orElse("").contains(key.id())) {
            file.write(text(key));
          }
          if (existing.isEmpty()) {
            store.add(connection, key);
          }
          return key;
        });
  }

  private static void lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    }
  }

  private String text(AccessKey key) {
    return """
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        region = %s
        """
        .formatted(key.id(), key.secret(), realm.region());
  }
}
