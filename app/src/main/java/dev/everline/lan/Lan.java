package dev.everline.lan;

import com.google.common.net.InetAddresses;
import dev.everline.lan.announce.Announcer;
import dev.everline.lan.certificate.Certificates;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** The portal in the home network: its name, where it listens there, and what proves it. */
public final class Lan {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final Certificates certificates;
  private final @Nullable Announcer announcer;
  private volatile int port;
  private volatile int setupPort;

  Lan(Certificates certificates, @Nullable Announcer announcer, int port, int setupPort) {
    this.certificates = certificates;
    this.announcer = announcer;
    this.port = port;
    this.setupPort = setupPort;
  }

  /** Such as {@code everline.local}. */
  public String name() {
    return certificates.name();
  }

  /** Where it listens for TLS. */
  public int port() {
    return port;
  }

  /** Where phones get what they are to trust, without TLS. */
  public int setupPort() {
    return setupPort;
  }

  /** What the server found, where it was to take free ones. */
  public void listensOn(int found, int foundForSetup) {
    port = found;
    setupPort = foundForSetup;
  }

  /** Such as {@code https://everline.local:8443}. */
  public String origin() {
    return "https://" + name() + (port == HTTPS ? "" : ":" + port);
  }

  /**
   * Where phones begin, the likeliest first: by addresses, which need no name yet. Empty when
   * phones have nothing to be taught, or there is no network.
   */
  public List<String> setupAddresses() {
    if (teaches().isEmpty()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (InetAddress address : Interfaces.addresses()) {
      found.add("http://" + literal(address) + (setupPort == HTTP ? "" : ":" + setupPort) + "/");
    }
    return found;
  }

  private static String literal(InetAddress address) {
    // Without the interface, which is this machine's own matter.
    String text = InetAddresses.toAddrString(address).replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** What phones must be taught to trust; empty where they trust the certificate as it is. */
  public Optional<Teaching> teaches() {
    return certificates
        .authority()
        .map(
            authority ->
                new Teaching(authority.title(), authority.fingerprint(), authority.certificate()));
  }

  /** What a phone is taught to trust. */
  public static final class Teaching {

    private final String title;
    private final String fingerprint;
    private final byte[] certificate;

    private Teaching(String title, String fingerprint, byte[] certificate) {
      this.title = title;
      this.fingerprint = fingerprint;
      this.certificate = certificate.clone();
    }

    /** As phones list it. */
    public String title() {
      return title;
    }

    /** By which people see that nobody has put another in its place. */
    public String fingerprint() {
      return fingerprint;
    }

    /** To be installed, as DER. */
    public byte[] certificate() {
      return certificate.clone();
    }
  }

  /** Who else answers to the name in this network; empty as long as nobody does. */
  public Optional<String> nameTakenBy() {
    return announcer == null ? Optional.empty() : announcer.takenBy();
  }

  /** Whether the network itself is asked for the name; else a router or a name server knows it. */
  public boolean isAnnounced() {
    return announcer != null;
  }

  /** Whether somebody is in the home network, by the address they connect from. */
  public boolean isNear(String address) {
    try {
      InetAddress other = InetAddress.ofLiteral(address);
      return NearBy.isPrivate(other)
          || NearBy.isNear(
              other, Interfaces.now().values().stream().flatMap(List::stream).toList());
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  void announce() {
    if (announcer != null) {
      announcer.start();
    }
  }

  void fallSilent() {
    if (announcer != null) {
      announcer.stop();
    }
  }

  void refresh() {
    certificates.refresh();
  }

  /** For connections; always the newest certificate. */
  public X509KeyManager keys() {
    return certificates;
  }
}
