package io.fairlead.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Tells the {@code fairlead} command where a lab is reached: lines of {@code NAME=value}. */
final class ReadyFile {
  private ReadyFile() {}

  static void write(Path file, LabOptions options) throws IOException {
    Ports ports = options.ports();
    Home.writePrivate(
        file,
        """
        http=http://127.0.0.1:%d
        grpc=127.0.0.1:%d
        kafka=127.0.0.1:%d
        postgres=127.0.0.1:%d
        registry=127.0.0.1:%d
        cluster=%s
        region=%s
        instances=%d
        runtime=%s
        """
            .formatted(
                ports.http(),
                ports.grpc(),
                ports.kafka(),
                ports.postgres(),
                ports.registry(),
                options.cluster(),
                options.region(),
                options.instances(),
                options.runtime().name().toLowerCase(Locale.ROOT)));
  }
}
