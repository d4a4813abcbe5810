package io.fairlead.scheduler.definitions;

/**
 * The pairs of CPU units and MiB that Fargate offers. Source: "Fargate task sizes" in the ECS
 * developer guide.
 */
enum FargateSizes {
  QUARTER(256, 512, 2048, 512),
  HALF(512, 1024, 4096, 1024),
  ONE(1024, 2048, 8192, 1024),
  TWO(2048, 4096, 16384, 1024),
  FOUR(4096, 8192, 30720, 1024),
  EIGHT(8192, 16384, 61440, 4096),
  SIXTEEN(16384, 32768, 122880, 8192);

  private final int cpu;
  private final int least;
  private final int most;
  private final int step;

  FargateSizes(int cpu, int least, int most, int step) {
    this.cpu = cpu;
    this.least = least;
    this.most = most;
    this.step = step;
  }

  static boolean offered(int cpu, int memory) {
    for (FargateSizes size : values()) {
      if (size.cpu == cpu) {
        // 1536 is not a power-of-two step of 512 MiB at a quarter vCPU: 512, 1024 and 2048 are.
        boolean gap = size == QUARTER && memory == 1536;
        return !gap
            && memory >= size.least
            && memory <= size.most
            && (memory - size.least) % size.step == 0;
      }
    }
    return false;
  }
}
