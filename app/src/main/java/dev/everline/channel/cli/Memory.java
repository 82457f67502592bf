package dev.everline.channel.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Whether a server has the memory that it needs, in MiB; told before it starts, since later it
 * would end in the middle of something, or be ended by the system without a word.
 *
 * @param heap the most that Java may use for its objects
 * @param machine what the machine, or the container around it, has
 */
record Memory(long heap, long machine) {

  /** Below about 56 a server doesn't get to its first request; this leaves some to work with. */
  static final long LEAST_HEAP = 96;

  /** What Java needs beside its objects, and PostgreSQL with a household's few connections. */
  private static final long BESIDE_HEAP = 256;

  private static final int MIB = 1 << 20;

  static Memory now() {
    HotSpotDiagnosticMXBean java =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Memory(
        Long.parseLong(java.getVMOption("MaxHeapSize").getValue()) / MIB,
        system.getTotalMemorySize() / MIB);
  }

  /**
   * @throws ProblemException CONFIGURATION when a server can't start with it
   */
  void requireEnough() {
    if (heap < LEAST_HEAP) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "Java may use "
              + heap
              + " MiB of memory, and a server needs at least "
              + LEAST_HEAP
              + ". Allow more with EVERLINE_JAVA_OPTS, such as EVERLINE_JAVA_OPTS=-Xmx256m, which"
              + " is also the default.");
    }
  }

  /** What to say where the system may run out of memory before Java does. */
  Optional<String> warning() {
    long wanted = heap + BESIDE_HEAP;
    return machine >= wanted
        ? Optional.empty()
        : Optional.of(
            "This machine, or the container it runs in, has "
                + machine
                + " MiB of memory. Everline and its database may need "
                + wanted
                + "; if memory runs out, the system kills one of them. Add memory, or have"
                + " Java use less, such as EVERLINE_JAVA_OPTS=-Xmx"
                + LEAST_HEAP
                + "m.");
  }
}
