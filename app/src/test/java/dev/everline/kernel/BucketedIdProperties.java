package dev.everline.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for every id. */
class BucketedIdProperties {

  private static final long MOST = (1L << BucketedId.NUMBER_BITS) - 1;
  private static final int PREFIX = "ln_".length();

  @Provide
  Arbitrary<LineId> lines() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Bucket.COUNT - 1),
            Arbitraries.longs().between(0, MOST))
        .as(LineId::of);
  }

  @Property
  void anIdTellsItsBucketAndKeepsItsNumber(
      @ForAll @IntRange(max = Bucket.COUNT - 1) int bucket,
      @ForAll @LongRange(max = MOST) long number) {
    LineId id = LineId.of(bucket, number);
    assertThat(id.bucket()).isEqualTo(bucket);
    assertThat(id.value() & MOST).isEqualTo(number);
    assertThat(id.value()).isNotNegative();
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("lines") LineId id) {
    assertThat(LineId.parse(id.toString())).isEqualTo(id);
  }

  @Property
  void oneMistypedCharacterIsNoticed(
      @ForAll("lines") LineId id,
      @ForAll @IntRange(max = 13) int place,
      @ForAll @CharRange(from = '!', to = '~') char typed) {
    StringBuilder text = new StringBuilder(id.toString());
    if (text.charAt(PREFIX + place) == typed) {
      return;
    }
    text.setCharAt(PREFIX + place, typed);
    assertRefused(text.toString());
  }

  @Property
  void twoNeighboursInTheWrongOrderAreNoticed(
      @ForAll("lines") LineId id, @ForAll @IntRange(max = 11) int place) {
    StringBuilder text = new StringBuilder(id.toString());
    char first = text.charAt(PREFIX + place);
    char second = text.charAt(PREFIX + place + 1);
    if (first == second) {
      return;
    }
    text.setCharAt(PREFIX + place, second);
    text.setCharAt(PREFIX + place + 1, first);
    assertRefused(text.toString());
  }

  @Property
  void anIdOfAnotherKindIsRefused(@ForAll("lines") LineId id) {
    assertRefused(new AccountId(id.value()).toString());
    assertRefused(new OrderId(id.value()).toString());
  }

  @Property
  void noTextButAnIdIsRead(@ForAll @StringLength(max = 20) String text) {
    assertRefused(text);
  }

  @Property
  void aBucketOrNumberOutOfRangeIsRefused(
      @ForAll @IntRange(min = Bucket.COUNT, max = 5_000) int bucket,
      @ForAll @LongRange(min = MOST + 1) long number) {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> LineId.of(bucket, 1));
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> LineId.of(0, number));
  }

  private static void assertRefused(String text) {
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> LineId.parse(text));
  }
}
