package dev.everline.lan.certificate;

import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server proves itself by, always the newest: one of its own authority is replaced well
 * before it ends, and one that was given is read again when its files have changed. Connections
 * that are open keep theirs.
 */
public final class Certificates extends X509ExtendedKeyManager {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  /** Of one that is made here; then there is a month left in which anything may go wrong. */
  private static final Duration REPLACED_BEFORE = Duration.ofDays(30);

  /** Of one that was given: who renews those does it earlier. */
  private static final Duration TOLD_BEFORE = Duration.ofDays(7);

  /** Of the authority: phones are to be taught another in good time. */
  private static final Duration AUTHORITY_TOLD_BEFORE = Duration.ofDays(180);

  private final Clock clock;
  private final String name;
  private final @Nullable Authority authority;
  private final @Nullable GivenCertificate given;
  private volatile Issued current;
  // Of a handshake that asks for the key after the certificate was replaced.
  private volatile Issued previous;
  private volatile String version;
  private volatile Instant tellAgain = Instant.MIN;

  private Certificates(
      Clock clock,
      String name,
      @Nullable Authority authority,
      @Nullable GivenCertificate given,
      Issued first,
      String version) {
    this.clock = clock;
    this.name = name;
    this.authority = authority;
    this.given = given;
    this.current = first;
    this.previous = first;
    this.version = version;
  }

  /** Issued by this home's own authority, which is made when there is none for the name. */
  public static Certificates ofOwnAuthority(Path folder, String name, Clock clock) {
    Instant now = clock.instant();
    Authority authority = Authority.in(folder, name, now);
    return new Certificates(clock, name, authority, null, authority.issue(now), "");
  }

  /**
   * From files.
   *
   * @param name that they must be for, or null for the first in them
   * @throws ProblemException CONFIGURATION when they can't be served
   */
  public static Certificates given(Path certificate, Path key, @Nullable String name, Clock clock) {
    GivenCertificate files = new GivenCertificate(certificate, key);
    Issued first = files.read(clock.instant());
    return new Certificates(clock, files.name(first, name), null, files, first, version(files));
  }

  private static String version(GivenCertificate files) {
    try {
      return files.version();
    } catch (IOException gone) {
      return "";
    }
  }

  /** The name that they are for. */
  public String name() {
    return name;
  }

  /** What phones are taught to trust; empty where the certificate was given. */
  public Optional<Authority> authority() {
    return Optional.ofNullable(authority);
  }

  /** When the one in use ends. */
  public Instant end() {
    return current.own().getNotAfter().toInstant();
  }

  /** To be called now and then: takes a newer one where it is time or there is one. */
  public void refresh() {
    Instant now = clock.instant();
    if (authority != null) {
      if (now.isAfter(end().minus(REPLACED_BEFORE))) {
        use(authority.issue(now));
      }
      if (isToBeTold(now, authority.end().minus(AUTHORITY_TOLD_BEFORE))) {
        LOG.warn(
            "The certificate that phones trust ends on {}; delete its file and start again to have"
                + " another made, which each phone must be taught",
            authority.end());
      }
    } else if (given != null) {
      refreshGiven(given, now);
    }
  }

  /** Once a day from then on. */
  private boolean isToBeTold(Instant now, Instant from) {
    if (now.isBefore(from) || now.isBefore(tellAgain)) {
      return false;
    }
    tellAgain = now.plus(Duration.ofDays(1));
    return true;
  }

  private void use(Issued newer) {
    previous = current;
    current = newer;
  }

  private void refreshGiven(GivenCertificate files, Instant now) {
    String found = version(files);
    if (!found.equals(version)) {
      try {
        Issued newer = files.read(now);
        files.name(newer, name);
        use(newer);
        version = found;
        LOG.info("The certificate in {} was replaced and is used from now on", files.file());
      } catch (ProblemException unusable) {
        LOG.warn("The earlier certificate stays in use: {}", unusable.getMessage());
      }
    }
    if (isToBeTold(now, end().minus(TOLD_BEFORE))) {
      LOG.warn("The certificate in {} ends on {}; have it renewed", files.file(), end());
    }
  }

  // --- what the connections ask for

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return fits(keyType) ? new String[] {alias(current)} : new String[0];
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return fits(keyType) ? alias(current) : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return fits(keyType) ? alias(current) : null;
  }

  private static String alias(Issued one) {
    return one.own().getSerialNumber().toString();
  }

  private Issued of(String alias) {
    Issued newest = current;
    return alias(newest).equals(alias) ? newest : previous;
  }

  private boolean fits(String keyType) {
    return keyType.startsWith(current.own().getPublicKey().getAlgorithm());
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return of(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return of(alias).key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
