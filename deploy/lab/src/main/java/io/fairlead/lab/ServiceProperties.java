package io.fairlead.lab;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the services are told: the same properties as when each is a process of its own. */
record ServiceProperties(LabOptions options, Home home) {
  static final String DATABASE = "fairlead";
  static final String DATABASE_USER = "fairlead";

  Map<String, Object> all() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("micronaut.application.name", "fairlead-lab");
    all.put("micronaut.server.host", options.host());
    all.put("micronaut.server.port", options.ports().http());
    // Of the management endpoints these two only: they share the API's port and need no
    // credentials.
    all.put("endpoints.all.enabled", false);
    all.put("endpoints.health.enabled", true);
    all.put("endpoints.prometheus.enabled", true);
    all.put("endpoints.prometheus.sensitive", false);
    gateway(all);
    scheduler(all);
    registry(all);
    return all;
  }

  /**
   * The same for one service alone; but for the gateway's, HTTP is on any port: it is for health.
   */
  Map<String, Object> of(String service, List<String> services) throws IOException {
    Map<String, Object> own = all();
    services.forEach(it -> own.put("fairlead." + it + ".enabled", it.equals(service)));
    if (!service.equals("gateway")) {
      own.put("micronaut.server.host", LabOptions.LOOPBACK);
      own.put("micronaut.server.port", -1);
    }
    return own;
  }

  private void gateway(Map<String, Object> all) throws IOException {
    String prefix = "fairlead.gateway.";
    all.put(prefix + "enabled", "true");
    all.put(prefix + "grpc-host", options.host());
    all.put(prefix + "grpc-port", options.ports().grpc());
    all.put(prefix + "bootstrap-servers", kafka());
    all.put(prefix + "schedulers", address(options.ports().scheduler()));
    all.put(prefix + "registries", address(options.ports().registryApi()));
    all.put(prefix + "master-key-file", home.secret("gateway-master-key.json").toString());
    all.put(prefix + "credentials-file", home.credentials().toString());
    shared(all, prefix);
  }

  private void scheduler(Map<String, Object> all) throws IOException {
    String prefix = "fairlead.scheduler.";
    all.put(prefix + "enabled", "true");
    all.put(prefix + "host", LabOptions.LOOPBACK);
    all.put(prefix + "port", options.ports().scheduler());
    all.put(prefix + "bootstrap-servers", kafka());
    all.put(prefix + "shards", LabTopics.SHARDS);
    shared(all, prefix);
  }

  private void registry(Map<String, Object> all) throws IOException {
    String prefix = "fairlead.registry.";
    all.put(prefix + "enabled", "true");
    all.put(prefix + "host", options.host());
    all.put(prefix + "port", options.ports().registry());
    if (!options.host().equals(LabOptions.LOOPBACK)) {
      all.put(prefix + "certificate-file", home.secret("registry.crt").toString());
      all.put(prefix + "private-key-file", home.secret("registry.key").toString());
    }
    all.put(prefix + "gateway", gatewayAddress());
    all.put(prefix + "schedulers", address(options.ports().scheduler()));
    all.put(prefix + "bootstrap-servers", kafka());
    all.put(prefix + "folder", home.data("registry").toString());
    all.put(prefix + "master-key-file", home.secret("registry-master-key.json").toString());
    all.put(prefix + "token-secret-file", home.secret("registry-token-secret").toString());
    all.put(prefix + "grpc-port", options.ports().registryApi());
    shared(all, prefix);
  }

  private void shared(Map<String, Object> all, String prefix) throws IOException {
    all.put(prefix + "service-token", home.randomSecret("service-token"));
    all.put(prefix + "region", options.region());
    database(all, prefix);
  }

  private void database(Map<String, Object> all, String prefix) throws IOException {
    all.put(
        prefix + "database-url",
        "jdbc:postgresql://" + address(options.ports().postgres()) + "/" + DATABASE);
    all.put(prefix + "database-user", DATABASE_USER);
    all.put(prefix + "database-password", home.randomSecret("postgres-password"));
  }

  String kafka() {
    return options.host() + ":" + options.ports().kafka();
  }

  String gatewayAddress() {
    return options.host() + ":" + options.ports().grpc();
  }

  static String address(int port) {
    return LabOptions.LOOPBACK + ":" + port;
  }
}
