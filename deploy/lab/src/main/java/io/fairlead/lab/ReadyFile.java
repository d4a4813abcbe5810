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
        http=http://%1$s:%2$d
        grpc=%1$s:%3$d
        kafka=%1$s:%4$d
        postgres=127.0.0.1:%5$d
        registry=%1$s:%6$d
        cluster=%7$s
        region=%8$s
        instances=%9$d
        runtime=%10$s
        """
            .formatted(
                options.host(),
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
