package io.fairlead.lab;

import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a lab and serves until the process is told to end. */
public final class LabMain {
  private static final Logger LOG = LoggerFactory.getLogger(LabMain.class);

  /** What `fairlead up` looks for in the log when the process has ended. */
  private static final String CANNOT_START = "FAIRLEAD-CANNOT-START: ";

  private static final int USAGE = 2;

  private LabMain() {}

  /** Takes the pairs of {@code --name value} that {@link LabOptions} names. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  @SuppressWarnings("SystemOut") // the reason must be there whatever the log is set to
  private static int run(String[] arguments) {
    try {
      serve(LabOptions.parse(arguments));
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println(CANNOT_START + e.getMessage());
      return USAGE;
    } catch (Exception e) {
      LOG.error("the lab does not start", e);
      System.err.println(CANNOT_START + reason(e));
      return 1;
    }
  }

  private static void serve(LabOptions options) throws Exception {
    Home home = new Home(options.home());
    Files.createDirectories(home.pid().getParent());
    Files.writeString(home.pid(), Long.toString(ProcessHandle.current().pid()));
    CountDownLatch closed = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(main, closed), "shutdown"));
    try (Lab lab = Lab.start(options)) {
      LOG.info("serving home={} port={} parts={}", options.home(), options.port(), lab);
      new CountDownLatch(1).await();
    } catch (InterruptedException told) {
      LOG.info("stopped home={}", options.home());
    } finally {
      closed.countDown();
    }
  }

  /** Has the main thread close the lab, and keeps the process until it has. */
  private static void end(Thread main, CountDownLatch closed) {
    main.interrupt();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.toString() : message.lines().findFirst().orElse(root.toString());
  }
}
