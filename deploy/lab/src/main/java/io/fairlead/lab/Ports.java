package io.fairlead.lab;

/**
 * The lab's ports, counted from the first, so that one number moves a whole installation. All lie
 * below the range from which Linux takes the ports of outgoing connections.
 */
record Ports(int first) {
  int http() {
    return first;
  }

  int grpc() {
    return first + 1;
  }

  int scheduler() {
    return first + 2;
  }

  int kafka() {
    return first + 3;
  }

  int kafkaController() {
    return first + 4;
  }

  int postgres() {
    return first + 5;
  }

  /** The endpoint for logs and exec, which all instances share. */
  int agents() {
    return first + 6;
  }

  /** The image registry, for docker and its like. */
  int registry() {
    return first + 7;
  }

  /** The ECR API of the registry, for the gateway. */
  int registryApi() {
    return first + 8;
  }
}
