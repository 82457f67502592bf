package dev.everline.catalog.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.MutatedBytes;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.kernel.InvalidValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedBundleTest {

  private static final Instant MADE = Instant.parse("2026-11-20T14:30:05Z");
  private static final SigningKey KEY = SigningKey.generate();
  private static final List<VerifyingKey> TRUSTED = List.of(KEY.verifying());
  private static final byte[] PLANS = bytes("schema: everline/plans/1\nplans: []\n");

  private static Bundle bundle() {
    return new Bundle(
        MADE,
        new ProgramVersion(0, 1, 0),
        "Prices of December",
        SigningKey.generate().verifying(),
        new TreeMap<>(Map.of("plans.yaml", PLANS, "identification/mcc-mnc.csv", bytes("plmn\n"))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void isRefused(Why why, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            BundleRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  /** What a maker could sign whose program is another, or no friend. */
  private static byte[] signedTape(Map<String, byte[]> files) {
    return signed(Tape.write(files));
  }

  private static byte[] signed(byte[] archive) {
    byte[] comment = bytes("untrusted comment: x\n");
    ByteBuffer signature = ByteBuffer.allocate(74);
    signature.put(VerifyingKey.ALGORITHM).put(KEY.number()).put(KEY.sign(archive));
    byte[] line = Base64.getEncoder().encode(signature.array());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(comment);
    out.writeBytes(line);
    out.write('\n');
    out.writeBytes(archive);
    return out.toByteArray();
  }

  private static Map<String, byte[]> with(String manifest, String name, byte[] content) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("MANIFEST", bytes(manifest));
    files.put(name, content);
    return files;
  }

  private static String manifest(String name, byte[] content) {
    return "everline-catalog-bundle 1\nmade 2026-11-20T14:30:05Z\nneeds 0.1.0\nfile "
        + Bundle.sha256(content)
        + " "
        + name
        + "\n";
  }

  @Test
  void whatWasSignedIsReadAsItWasMade() {
    Bundle made = bundle();
    SignedBundle read = SignedBundle.open(SignedBundle.sign(made, KEY), TRUSTED);

    assertThat(read.signer()).isEqualTo(KEY.verifying());
    assertThat(read.bundle().made()).isEqualTo(MADE);
    assertThat(read.bundle().note()).isEqualTo("Prices of December");
    assertThat(read.bundle().nextKey()).isEqualTo(made.nextKey());
    assertThat(read.bundle().files().get("plans.yaml")).isEqualTo(PLANS);
    assertThat(read.bundle().digest()).isEqualTo(made.digest());
  }

  @Test
  void theSameFilesGiveTheSameBytesInWhateverOrderTheyCame() {
    Bundle one = bundle();
    Bundle other =
        new Bundle(MADE.plusNanos(7), one.needs(), one.note(), one.nextKey(), one.files());
    assertThat(SignedBundle.sign(other, KEY)).isEqualTo(SignedBundle.sign(one, KEY));
  }

  @Test
  void noKeyIsTrustedUnlessSomebodySaysSo() {
    byte[] file = SignedBundle.sign(bundle(), KEY);
    isRefused(Why.NO_KEY_TRUSTED, () -> SignedBundle.open(file, List.of()));
  }

  @Test
  void anothersSignatureIsRefusedAndSoIsOneUnderABorrowedNumber() {
    SigningKey other = SigningKey.generate();
    byte[] file = SignedBundle.sign(bundle(), other);
    isRefused(Why.UNTRUSTED_KEY, () -> SignedBundle.open(file, TRUSTED));

    byte[] key = Base64.getDecoder().decode(other.verifying().toString());
    VerifyingKey borrowed =
        new VerifyingKey(KEY.number(), Arrays.copyOfRange(key, key.length - 32, key.length));
    byte[] ours = SignedBundle.sign(bundle(), KEY);
    isRefused(Why.ALTERED, () -> SignedBundle.open(ours, List.of(borrowed)));
    assertThat(SignedBundle.open(ours, List.of(borrowed, KEY.verifying())).signer())
        .isEqualTo(KEY.verifying());
  }

  @Test
  void oneChangedByteAnywhereBehindTheCommentIsNoticed() {
    byte[] file = SignedBundle.sign(bundle(), KEY);
    int behindComment = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    for (int i = behindComment; i < file.length; i++) {
      byte[] altered = file.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> SignedBundle.open(altered, TRUSTED))
          .isInstanceOf(BundleRefused.class);
    }
  }

  @Test
  void whatIsCutOffIsNoticedAtEveryLength() {
    byte[] file = SignedBundle.sign(bundle(), KEY);
    for (int length = 0; length < file.length; length += 7) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> SignedBundle.open(cut, TRUSTED)).isInstanceOf(BundleRefused.class);
    }
  }

  @Test
  void whateverBecomesOfAFileIsReadAsItWasOrRefused() {
    byte[] file = SignedBundle.sign(bundle(), KEY);
    for (long seed = 0; seed < 5_000; seed++) {
      byte[] mutated = MutatedBytes.of(file, seed);
      try {
        Bundle read = SignedBundle.open(mutated, TRUSTED).bundle();
        assertThat(read.files().get("plans.yaml")).as("seed %d", seed).isEqualTo(PLANS);
        assertThat(read.made()).isEqualTo(MADE);
      } catch (BundleRefused refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  /** A trusted maker's key doesn't make rubbish readable. */
  @Test
  void whateverBecomesOfAnArchiveBeforeItIsSignedIsReadExactlyOrRefused() {
    byte[] archive = bundle().bytes();
    for (long seed = 1; seed < 5_000; seed++) {
      byte[] mutated = MutatedBytes.of(archive, seed);
      try {
        Bundle read = SignedBundle.open(signed(mutated), TRUSTED).bundle();
        assertThat(read.bytes()).as("seed %d", seed).isEqualTo(mutated);
      } catch (BundleRefused refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../plans.yaml",
        "/etc/passwd",
        "labels.yaml",
        "identification/../plans.yaml",
        "plans.yaml/",
        "guide.md"
      })
  void filesThatAreNoneOfTheCatalogAreRefused(String name) {
    byte[] file = signedTape(with(manifest(name, PLANS), name, PLANS));
    isRefused(Why.MALFORMED, () -> SignedBundle.open(file, TRUSTED));
  }

  @Test
  void linksFoldersAndDevicesAreRefused() {
    for (char type : "123456xgKL".toCharArray()) {
      byte[] archive = Tape.write(with(manifest("plans.yaml", PLANS), "plans.yaml", PLANS));
      int header = 1024;
      assertThat(new String(archive, header, 10, StandardCharsets.US_ASCII))
          .isEqualTo("plans.yaml");
      archive[header + 156] = (byte) type;
      fixChecksum(archive, header);
      isRefused(Why.MALFORMED, () -> SignedBundle.open(signed(archive), TRUSTED));
    }
  }

  private static void fixChecksum(byte[] archive, int header) {
    Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += archive[i] & 0xFF;
    }
    byte[] digits = bytes(String.format(Locale.ROOT, "%06o\0 ", sum));
    System.arraycopy(digits, 0, archive, header + 148, digits.length);
  }

  @Test
  void twoFilesOfOneNameAreRefused() {
    byte[] once = Tape.write(with(manifest("plans.yaml", PLANS), "plans.yaml", PLANS));
    byte[] again = Tape.write(Map.of("plans.yaml", bytes("plans: evil\n")));
    byte[] both = Arrays.copyOf(once, once.length - 1024 + again.length);
    System.arraycopy(again, 0, both, once.length - 1024, again.length);
    isRefused(Why.MALFORMED, () -> SignedBundle.open(signed(both), TRUSTED));
  }

  @Test
  void whatTheManifestDoesNotNameOrNamesOtherwiseIsRefused() {
    isRefused(
        Why.MALFORMED,
        () ->
            SignedBundle.open(
                signedTape(with(manifest("plans.yaml", bytes("other")), "plans.yaml", PLANS)),
                TRUSTED));
    isRefused(
        Why.MALFORMED,
        () ->
            SignedBundle.open(
                signedTape(with(manifest("carriers.yaml", PLANS), "plans.yaml", PLANS)), TRUSTED));
    isRefused(
        Why.MALFORMED, () -> SignedBundle.open(signedTape(Map.of("plans.yaml", PLANS)), TRUSTED));
    Map<String, byte[]> none =
        Map.of("MANIFEST", bytes(manifest("a", PLANS).replaceAll("file.*\n", "")));
    isRefused(Why.MALFORMED, () -> SignedBundle.open(signedTape(none), TRUSTED));
  }

  @Test
  void bytesBehindTheEndAreRefused() {
    byte[] archive = bundle().bytes();
    isRefused(
        Why.MALFORMED,
        () -> SignedBundle.open(signed(Arrays.copyOf(archive, archive.length + 512)), TRUSTED));
  }

  @Test
  void aSizeThatReachesBeyondTheFileIsRefused() {
    byte[] archive = bundle().bytes();
    System.arraycopy(bytes("77777777777"), 0, archive, 124, 11);
    fixChecksum(archive, 0);
    isRefused(Why.MALFORMED, () -> SignedBundle.open(signed(archive), TRUSTED));
  }

  @Test
  void aFileLargerThanAnyBundleIsNotLookedAt() {
    isRefused(
        Why.TOO_LARGE, () -> SignedBundle.open(new byte[SignedBundle.MOST_BYTES + 1], TRUSTED));
  }

  @Test
  void aLaterFormatAsksForANewerProgram() {
    String later = manifest("plans.yaml", PLANS).replace("bundle 1", "bundle 2") + "shape new\n";
    isRefused(
        Why.FORMAT_TOO_NEW,
        () -> SignedBundle.open(signedTape(with(later, "plans.yaml", PLANS)), TRUSTED));
  }

  @Test
  void aKeyIsReadBackFromItsFilesAndNothingElseIsOne() {
    SigningKey again = SigningKey.parse(KEY.secretFile());
    assertThat(again.verifying()).isEqualTo(KEY.verifying());
    assertThat(VerifyingKey.parse(KEY.publicFile())).isEqualTo(KEY.verifying());
    assertThat(VerifyingKey.parse(KEY.verifying().toString())).isEqualTo(KEY.verifying());

    for (String wrong : List.of("", "RWQ", "not a key", KEY.secretFile(), "A".repeat(56))) {
      assertThatThrownBy(() -> VerifyingKey.parse(wrong)).isInstanceOf(InvalidValue.class);
    }
    assertThatThrownBy(() -> SigningKey.parse(KEY.publicFile())).isInstanceOf(InvalidValue.class);
  }

  @Test
  void aSecretKeyNeverShowsInAMessage() {
    String secret = KEY.secretFile().lines().skip(1).findFirst().orElseThrow();
    assertThatThrownBy(() -> VerifyingKey.parse(secret))
        .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain(secret.substring(0, 8)));
  }

  /** Made with {@code signify -G -n} and {@code signify -S -e} of OpenBSD. */
  @Test
  void signifysOwnFilesAreUnderstood() throws IOException {
    byte[] file = resource("signify.bundle");
    VerifyingKey key =
        VerifyingKey.parse(new String(resource("signify.pub"), StandardCharsets.US_ASCII));
    assertThat(SignedBundle.open(file, List.of(key)).bundle().files())
        .containsKey("link-words.csv");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SignedBundleTest.class.getResourceAsStream("/bundle/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
