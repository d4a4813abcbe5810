package io.fairlead.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** The folder of an installation, and where each thing lies in it. */
record Home(Path folder) {

  Path data(String part) {
    return folder.resolve("data").resolve(part);
  }

  /** The administrator's access key, which the gateway writes. */
  Path credentials() {
    return folder.resolve("credentials");
  }

  Path secret(String name) {
    return folder.resolve("secrets").resolve(name);
  }

  /** The steps of the present start, a line each. */
  Path progress() {
    return folder.resolve("run").resolve("progress");
  }

  /** Where the lab is reached; there only while it serves. */
  Path ready() {
    return folder.resolve("run").resolve("ready");
  }

  /** Folder of the real instances of a lab that has any; `fairlead lab up` makes it. */
  Path realInstances() {
    return folder.resolve("lab").resolve("instances");
  }

  /** Where faults are asked for; there only while the lab serves. */
  Path faults() {
    return folder.resolve("run").resolve("faults");
  }

  Path pid() {
    return folder.resolve("run").resolve("lab.pid");
  }

  /** The installation's own name on container engines: a label of its containers. */
  String installation() throws IOException {
    Path file = folder.resolve("installation");
    if (!Files.exists(file)) {
      writePrivate(file, UUID.randomUUID().toString());
    }
    return Files.readString(file).strip();
  }

  /** A random secret, made when first asked for and kept in a file that only the owner may read. */
  String randomSecret(String name) throws IOException {
    Path file = secret(name);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      writePrivate(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return Files.readString(file).strip();
  }

  /** Replaces a file as a whole, readable by its owner only. */
  static void writePrivate(Path file, String text) throws IOException {
    Path folder = Files.createDirectories(file.getParent());
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly);
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
