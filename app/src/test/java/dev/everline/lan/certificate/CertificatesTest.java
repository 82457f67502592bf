package dev.everline.lan.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.TestClock;
import dev.everline.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificatesTest {

  private static final String NAME = "everline.local";
  private static final Duration LONGEST_THAT_PHONES_ACCEPT = Duration.ofDays(397);

  @TempDir Path folder;

  private final TestClock clock = new TestClock("2026-11-25T15:00:00Z");

  private Certificates certificates() {
    return Certificates.ofOwnAuthority(folder, NAME, clock);
  }

  private static X509Certificate own(Certificates certificates) {
    return Objects.requireNonNull(certificates.getCertificateChain(alias(certificates)))[0];
  }

  private static String alias(Certificates certificates) {
    return Objects.requireNonNull(certificates.chooseEngineServerAlias("EC", null, null));
  }

  /** As a phone does that trusts this authority alone. */
  private void check(List<X509Certificate> chain, X509Certificate root)
      throws GeneralSecurityException {
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
    PKIXParameters trusting = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    trusting.setRevocationEnabled(false);
    trusting.setDate(Date.from(clock.instant()));
    CertPathValidator.getInstance("PKIX").validate(path, trusting);
  }

  @Test
  void aPhoneThatTrustsTheAuthorityTrustsTheServer() {
    Certificates certificates = certificates();
    Authority authority = certificates.authority().orElseThrow();
    assertThatCode(
            () ->
                check(
                    List.of(certificates.getCertificateChain(alias(certificates))),
                    authority.root()))
        .doesNotThrowAnyException();
    assertThat(certificates.end())
        .isBefore(clock.instant().plus(LONGEST_THAT_PHONES_ACCEPT))
        .isAfter(clock.instant());
  }

  @ParameterizedTest
  @CsvSource({
    "2, everline.local, true",
    "2, bank.example, false",
    "2, everline.local.bank.example, false",
    "2, other.local, false",
    "7, 192.168.1.1, false",
    "7, 8.8.8.8, false",
    "7, fd00::1, false"
  })
  void theAuthorityVouchesForTheNameAloneAndForNoAddress(int kind, String of, boolean trusted) {
    Authority authority = certificates().authority().orElseThrow();
    KeyPair keys = Maker.newKeys();
    X509Certificate forged =
        new Maker(NAME, clock.instant())
            .server(
                authority.issuer(),
                authority.issuerKey(),
                keys,
                new GeneralName(kind, of),
                Duration.ofDays(1));
    if (trusted) {
      assertThatCode(() -> check(List.of(forged, authority.issuer()), authority.root()))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> check(List.of(forged, authority.issuer()), authority.root()))
          .isInstanceOf(CertPathValidatorException.class);
    }
  }

  @Test
  void noOtherAuthorityComesFromIt() {
    Authority authority = certificates().authority().orElseThrow();
    Maker maker = new Maker("bank.example", clock.instant());
    KeyPair below = Maker.newKeys();
    X509Certificate another =
        maker.issuer(
            authority.issuer(), authority.issuerKey(), below, "another", Duration.ofDays(9));
    X509Certificate forged =
        maker.server(
            another,
            below.getPrivate(),
            Maker.newKeys(),
            new GeneralName(GeneralName.dNSName, NAME),
            Duration.ofDays(1));
    assertThatThrownBy(() -> check(List.of(forged, another, authority.issuer()), authority.root()))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void itIsMadeOnceAndOnlyItsUserReadsIt() throws IOException {
    Authority first = certificates().authority().orElseThrow();
    Authority again = certificates().authority().orElseThrow();
    assertThat(again.fingerprint()).isEqualTo(first.fingerprint()).matches("(..:){31}..");
    Path file = folder.resolve(NAME + ".pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllBytes(folder.resolve(NAME + ".crt"))).isEqualTo(first.certificate());
    Authority ofAnotherName =
        Certificates.ofOwnAuthority(folder, "lines.local", clock).authority().orElseThrow();
    assertThat(ofAnotherName.fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(certificates().authority().orElseThrow().fingerprint())
        .isEqualTo(first.fingerprint());
  }

  /** Who has the file can issue for the name, and for nothing else whatever phones check. */
  @Test
  void theKeyOfWhatPhonesTrustIsKeptNowhere() throws IOException, GeneralSecurityException {
    Authority authority = certificates().authority().orElseThrow();
    Pem kept = Pem.parse(Files.readString(folder.resolve(NAME + ".pem")));
    assertThat(kept.keys()).hasSize(1);
    X509Certificate byTheKey =
        new Maker(NAME, clock.instant())
            .server(
                authority.root(),
                kept.keys().getFirst(),
                Maker.newKeys(),
                new GeneralName(GeneralName.dNSName, NAME),
                Duration.ofDays(1));
    assertThatThrownBy(() -> byTheKey.verify(authority.root().getPublicKey()))
        .isInstanceOf(GeneralSecurityException.class);
    byTheKey.verify(authority.issuer().getPublicKey());
  }

  @Test
  void theServersCertificateIsReplacedByItselfBeforeItEnds() throws GeneralSecurityException {
    Certificates certificates = certificates();
    X509Certificate first = own(certificates);
    String firstAlias = alias(certificates);
    clock.move(Duration.ofDays(30));
    certificates.refresh();
    assertThat(own(certificates)).isEqualTo(first);
    clock.move(Duration.ofDays(31));
    certificates.refresh();
    X509Certificate second = own(certificates);
    assertThat(second).isNotEqualTo(first);
    assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
    check(
        List.of(certificates.getCertificateChain(alias(certificates))),
        certificates.authority().orElseThrow().root());
    // A handshake that had begun ends with the key that belongs to its certificate.
    assertThat(certificates.getCertificateChain(firstAlias)[0]).isEqualTo(first);
    assertThat(certificates.getPrivateKey(firstAlias))
        .isNotEqualTo(certificates.getPrivateKey(alias(certificates)));
  }

  @Test
  void aDamagedFileIsNeverReplacedByItself() throws IOException {
    certificates();
    Path file = folder.resolve(NAME + ".pem");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(this::certificates)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("delete it")
        .hasNoCause()
        .message()
        .doesNotContain("MIGHAgEA");
    assertThat(Files.size(file)).isPositive();
  }

  // --- given by somebody else

  private Path given(String file, Object... parts) throws IOException {
    return Files.writeString(folder.resolve(file), Pem.write(List.of(parts)));
  }

  private X509Certificate issued(KeyPair keys, String name, Duration life) {
    KeyPair by = Maker.newKeys();
    Maker maker = new Maker(name, clock.instant());
    return maker.server(
        maker.root(by, "somebody", Duration.ofDays(99)),
        by.getPrivate(),
        keys,
        new GeneralName(GeneralName.dNSName, name),
        life);
  }

  private Certificates of(Path certificate, Path key, @Nullable String name) {
    return Certificates.given(certificate, key, name, clock);
  }

  @Test
  void aGivenCertificateServesTheNameThatItIsFor() throws IOException {
    KeyPair keys = Maker.newKeys();
    Path certificate = given("c", issued(keys, "lines.example", Duration.ofDays(20)));
    Path key = given("k", keys.getPrivate());
    assertThat(of(certificate, key, null).name()).isEqualTo("lines.example");
    assertThat(of(certificate, key, null).authority()).isEmpty();
    Path wild = given("w", issued(keys, "*.home.example", Duration.ofDays(20)));
    assertThat(of(wild, key, "lines.home.example").name()).isEqualTo("lines.home.example");
    refused(() -> of(wild, key, null), "--name");
    refused(() -> of(wild, key, "a.b.home.example"), "isn't for 'a.b.home.example'");
    refused(
        () -> of(certificate, key, "other.example"), "isn't for 'other.example'", "lines.example");
  }

  @Test
  void whatCantBeServedIsRefusedWithItsFileAndWhy() throws IOException {
    KeyPair keys = Maker.newKeys();
    Path certificate = given("c", issued(keys, "lines.example", Duration.ofDays(20)));
    Path key = given("k", keys.getPrivate());
    Path otherKey = given("o", Maker.newKeys().getPrivate());
    Path ended = given("e", issued(keys, "lines.example", Duration.ofSeconds(-1)));
    Path text = Files.writeString(folder.resolve("t"), "not PEM");
    Path locked =
        Files.writeString(
            folder.resolve("l"),
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,00000000000000000000000000000000

            AAAA
            -----END RSA PRIVATE KEY-----
            """);
    refused(() -> of(folder.resolve("none"), key, null), "none' can't be read");
    refused(() -> of(folder, key, null), "can't be read");
    refused(() -> of(text, key, null), "t' holds no certificate");
    refused(() -> of(certificate, text, null), "t' holds no private key");
    refused(() -> of(certificate, locked, null), "l' is protected by a passphrase");
    refused(() -> of(certificate, otherKey, null), "o' isn't the key of the first certificate");
    refused(() -> of(ended, key, null), "e' ended on 2026-11-25T14:59:59Z");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable by, String... why) {
    assertThatThrownBy(by)
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(why)
        .message()
        .doesNotContain("BEGIN RSA", "AAAA");
  }

  @Test
  void aGivenCertificateIsReadAgainOnceItsFilesHaveChanged() throws IOException {
    KeyPair keys = Maker.newKeys();
    Path certificate = given("c", issued(keys, "lines.example", Duration.ofDays(20)));
    Path key = given("k", keys.getPrivate());
    Certificates certificates = of(certificate, key, null);
    X509Certificate first = own(certificates);
    certificates.refresh();
    assertThat(own(certificates)).isEqualTo(first);

    Files.writeString(certificate, "half a file");
    later(certificate);
    certificates.refresh();
    assertThat(own(certificates)).isEqualTo(first);

    X509Certificate newer = issued(keys, "lines.example", Duration.ofDays(60));
    given("c", newer);
    later(certificate);
    later(certificate);
    certificates.refresh();
    assertThat(own(certificates)).isEqualTo(newer);
  }

  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(
        file,
        java.nio.file.attribute.FileTime.from(
            Files.getLastModifiedTime(file).toInstant().plusSeconds(5)));
  }
}
