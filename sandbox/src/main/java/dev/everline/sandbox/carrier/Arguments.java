package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.CarrierSandbox.Options;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The command line of {@link CarrierSandbox#main}. */
record Arguments(Options options, boolean stopWithParent) {

  private static final String USAGE =
      "usage: CarrierSandbox --state DIR [--port N] [--seed N] [--stop-with-parent]";

  /**
   * @throws IllegalArgumentException when the arguments can't be understood
   */
  static Arguments parse(String[] args) {
    int port = 0;
    long seed = 1;
    Path state = null;
    boolean stopWithParent = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--port" -> port = (int) number("--port", after(args, i++), 0, 65_535);
        case "--seed" -> seed = number("--seed", after(args, i++), Long.MIN_VALUE, Long.MAX_VALUE);
        case "--state" -> state = Path.of(after(args, i++));
        case "--stop-with-parent" -> stopWithParent = true;
        default -> throw new IllegalArgumentException("Unknown argument " + args[i] + "\n" + USAGE);
      }
    }
    return new Arguments(new Options(port, required(state), seed), stopWithParent);
  }

  private static Path required(@Nullable Path state) {
    if (state == null) {
      throw new IllegalArgumentException("--state is missing\n" + USAGE);
    }
    return state;
  }

  private static String after(String[] args, int i) {
    if (i + 1 >= args.length) {
      throw new IllegalArgumentException(args[i] + " needs a value\n" + USAGE);
    }
    return args[i + 1];
  }

  private static long number(String name, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of bounds.
    }
    throw new IllegalArgumentException(
        "%s '%s' must be a whole number from %d to %d%n%s"
            .formatted(name, text, least, most, USAGE));
  }
}
