package dev.everline.lan.announce;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/**
 * Announces the name in every network that this machine is in, and answers who asks for it there,
 * over IPv4. Interfaces that come and go, and addresses that change, are noticed within seconds.
 *
 * <p>The name is never changed by itself when another device has it: certificates and passkeys are
 * for this name. It is said, and the name not announced.
 */
public final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private static final InetSocketAddress EVERYBODY = new InetSocketAddress("224.0.0.251", 5353);
  private static final int PORT = 5353;
  private static final int LARGEST = 9_000;
  private static final int HOPS = 255;

  private static final long STEP_MILLIS = 250;
  private static final int PROBES = 3;
  private static final long LOOK_AGAIN_MILLIS = 5_000;
  private static final long ONCE_A_SECOND_MILLIS = 1_000;
  private static final long TAKEN_FOR_MILLIS = 60_000;

  private final String host;
  private final NameAnswers name;
  private final Supplier<Map<NetworkInterface, List<InetAddress>>> interfaces;
  private final Map<NetworkInterface, Place> places = new HashMap<>();
  private volatile @Nullable String takenBy;
  private boolean toldOfIt;
  private long takenUntil;
  private volatile boolean stopping;
  private @Nullable Thread thread;
  private @Nullable Selector selector;

  /** One network, and how far the announcement there has come. */
  private static final class Place {

    private final List<InetAddress> own;
    private int step;
    private long next;
    private long answered;

    Place(List<InetAddress> own, long now) {
      this.own = own;
      this.next = now;
    }
  }

  /**
   * @param host such as {@code everline.local}
   * @param interfaces those there are now, with the addresses that the name has there
   */
  public Announcer(String host, Supplier<Map<NetworkInterface, List<InetAddress>>> interfaces) {
    this.host = host;
    this.name = new NameAnswers(host);
    this.interfaces = interfaces;
  }

  /** The address of another device that has the name. */
  public Optional<String> takenBy() {
    return Optional.ofNullable(takenBy);
  }

  public synchronized void start() {
    if (thread != null) {
      return;
    }
    stopping = false;
    try {
      selector = Selector.open();
    } catch (IOException noFilesLeft) {
      LOG.warn("The name {} can't be announced: {}", host, noFilesLeft.getMessage());
      return;
    }
    Selector waiting = selector;
    thread = Thread.ofPlatform().name("announcer").daemon().start(() -> run(waiting));
  }

  /** Tells everybody to forget the name. */
  public synchronized void stop() {
    Thread running = thread;
    if (running == null || selector == null) {
      return;
    }
    stopping = true;
    selector.wakeup();
    try {
      running.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  private void run(Selector waiting) {
    try (waiting;
        DatagramChannel channel = open()) {
      channel.register(waiting, SelectionKey.OP_READ);
      long look = 0;
      while (!stopping) {
        long now = millis();
        if (now >= look) {
          look(channel, now);
          look = now + LOOK_AGAIN_MILLIS;
        }
        waiting.select(Math.max(1, speak(channel, now, look) - millis()));
        waiting.selectedKeys().clear();
        hear(channel);
      }
      places.forEach((each, place) -> say(channel, each, place, name.farewell(place.own)));
    } catch (IOException | RuntimeException failure) {
      LOG.warn(
          "The name {} is no longer announced in the home network ({}); devices that don't know"
              + " it need a router that does",
          host,
          failure.getMessage());
    }
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }

  /** Others on this machine may announce names of their own on the same port. */
  private static DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
    channel.configureBlocking(false);
    return channel.bind(new InetSocketAddress(PORT));
  }

  /** Joins networks that are new, and forgets those that are gone. */
  private void look(DatagramChannel channel, long now) {
    if (takenBy != null && now >= takenUntil) {
      // Whoever had the name may be gone, so probe for it again.
      takenBy = null;
      places.clear();
    }
    Map<NetworkInterface, List<InetAddress>> there = interfaces.get();
    places.keySet().retainAll(there.keySet());
    there.forEach(
        (each, own) -> {
          Place known = places.get(each);
          if (own.stream().noneMatch(Inet4Address.class::isInstance)
              || (known != null && known.own.equals(own))) {
            return;
          }
          try {
            channel.join(EVERYBODY.getAddress(), each);
          } catch (IOException | IllegalStateException failure) {
            // Not there any more, or joined already before its addresses changed.
            LOG.debug("{} was not joined: {}", each.getName(), failure.getMessage());
          }
          places.put(each, new Place(own, now));
        });
  }

  /**
   * Asks whether anybody has the name, then announces it, twice.
   *
   * @return when to come back
   */
  private long speak(DatagramChannel channel, long now, long latest) {
    long next = latest;
    for (Map.Entry<NetworkInterface, Place> each : places.entrySet()) {
      Place place = each.getValue();
      if (takenBy != null || place.step >= PROBES + 2) {
        continue;
      }
      if (now >= place.next) {
        boolean probing = place.step < PROBES;
        say(
            channel,
            each.getKey(),
            place,
            probing ? name.probe(place.own) : name.announcement(place.own));
        place.step++;
        place.next = now + (probing ? STEP_MILLIS : ONCE_A_SECOND_MILLIS);
      }
      next = Math.min(next, place.next);
    }
    return next;
  }

  private static void say(
      DatagramChannel channel, NetworkInterface where, Place place, Message message) {
    send(channel, where, place, message, EVERYBODY);
  }

  private static void send(
      DatagramChannel channel,
      NetworkInterface where,
      Place place,
      Message message,
      SocketAddress to) {
    try {
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, where);
      channel.send(ByteBuffer.wrap(message.toWire()), to);
    } catch (IOException unreachable) {
      // Such as a network that is just going; the next look finds out.
      place.next += LOOK_AGAIN_MILLIS;
      LOG.debug("Nothing was sent on {}: {}", where.getName(), unreachable.getMessage());
    }
  }

  private void hear(DatagramChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    for (SocketAddress from = channel.receive(buffer);
        from != null;
        from = channel.receive(buffer.clear())) {
      buffer.flip();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      if (from instanceof InetSocketAddress sender) {
        heard(channel, sender, bytes);
      }
    }
  }

  private void heard(DatagramChannel channel, InetSocketAddress sender, byte[] bytes) {
    Message message;
    try {
      message = new Message(bytes);
    } catch (IOException | RuntimeException malformed) {
      return;
    }
    NetworkInterface where = whereIs(sender.getAddress());
    Place place = where == null ? null : places.get(where);
    if (where == null || place == null) {
      return;
    }
    List<InetAddress> all = places.values().stream().flatMap(each -> each.own.stream()).toList();
    name.otherOwner(message, all).ifPresent(this::isTaken);
    long now = millis();
    boolean once = sender.getPort() != PORT;
    // Not before it is known to be free, and not as an echo for who wants to flood the network.
    if (takenBy == null
        && place.step >= PROBES
        && (once || now - place.answered >= ONCE_A_SECOND_MILLIS)) {
      name.answer(message, place.own, once)
          .ifPresent(
              answer -> {
                send(channel, where, place, answer, once ? sender : EVERYBODY);
                place.answered = now;
              });
    }
  }

  private void isTaken(InetAddress other) {
    if (!toldOfIt) {
      LOG.warn(
          "{} in the home network has the name {} already, so it isn't announced; choose another"
              + " with --name, or rename that device",
          other.getHostAddress(),
          host);
      toldOfIt = true;
    }
    takenUntil = millis() + TAKEN_FOR_MILLIS;
    takenBy = other.getHostAddress();
  }

  /** The network whose own addresses are nearest to a sender's. */
  private @Nullable NetworkInterface whereIs(InetAddress sender) {
    return places.keySet().stream()
        .filter(
            each ->
                each.getInterfaceAddresses().stream()
                    .anyMatch(
                        one ->
                            Subnet.holds(one.getAddress(), one.getNetworkPrefixLength(), sender)))
        .findFirst()
        .orElse(null);
  }
}
