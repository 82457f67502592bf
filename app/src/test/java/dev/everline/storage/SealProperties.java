package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.everline.kernel.ProblemException;
import dev.everline.storage.key.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class SealProperties {

  private static final Seal SEAL = new Seal(newFile());

  private static KeyFile newFile() {
    try {
      Path folder = Files.createTempDirectory("everline-keys");
      KeyFile file = new KeyFile(folder.resolve("keys.json"));
      file.create();
      file.path().toFile().deleteOnExit();
      folder.toFile().deleteOnExit();
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Property(tries = 300)
  void whatWasSealedOpensForItsRowAndIsNeverSealedAlikeTwice(
      @ForAll Sealed what, @ForAll long row, @ForAll @StringLength(max = 200) String text) {
    // A half of a letter has no form in UTF-8; no field takes one.
    assumeThat(text.chars().noneMatch(c -> Character.isSurrogate((char) c))).isTrue();
    byte[] sealed = SEAL.seal(what, row, text);
    assertThat(SEAL.open(what, row, sealed)).isEqualTo(text);
    assertThat(SEAL.seal(what, row, text)).isNotEqualTo(sealed);
  }

  @Property(tries = 200)
  void whatWasSealedForOneRowOpensForNoOther(@ForAll long row, @ForAll long other) {
    assumeThat(row).isNotEqualTo(other);
    byte[] sealed = SEAL.seal(Sealed.LINE_NUMBER, row, "12125550100");
    assertThatThrownBy(() -> SEAL.open(Sealed.LINE_NUMBER, other, sealed))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("moved from another row");
    assertThatThrownBy(() -> SEAL.open(Sealed.LINE_LABEL, row, sealed))
        .isInstanceOf(ProblemException.class);
  }

  @Property(tries = 200)
  void aSingleChangedBitIsNoticed(@ForAll @IntRange(min = 40, max = 351) int bit) {
    byte[] sealed = SEAL.seal(Sealed.LINE_NUMBER, 7, "12125550100");
    sealed[bit / 8] ^= (byte) (1 << bit % 8);
    assertThatThrownBy(() -> SEAL.open(Sealed.LINE_NUMBER, 7, sealed))
        .isInstanceOf(ProblemException.class);
  }

  @Property(tries = 200)
  void theSameTextIsFoundInItsScopeOnly(@ForAll long scope, @ForAll long other) {
    assumeThat(scope).isNotEqualTo(other);
    byte[] hash = SEAL.find("number", scope, "12125550100");
    assertThat(SEAL.find("number", scope, "12125550100")).isEqualTo(hash).hasSize(16);
    assertThat(SEAL.find("number", other, "12125550100")).isNotEqualTo(hash);
    assertThat(SEAL.find("sim", scope, "12125550100")).isNotEqualTo(hash);
  }
}
