package dev.everline.line.imports;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.List;

/**
 * Why an import rejected a row.
 *
 * @param details what the reason names, in its order; never numbers of SIMs and phones
 * @param english what is wrong and what to do, for files and the command line
 */
public record ImportReject(Code code, List<String> details, String english) {

  public ImportReject {
    details = List.copyOf(details);
  }

  /** The reasons; the words of {@link InvalidValue#code} are among them. */
  public enum Code {
    EMPTY,
    NOT_A_NUMBER,
    NO_SUCH_NUMBER,
    LETTER_IN_NUMBER,
    CHARACTER_IN_NUMBER,
    EXTENSION,
    NOT_AN_ICCID,
    NUMBER_ROUNDED,
    SIM_ROUNDED,
    SIM_TWICE,
    SIM_OF_ANOTHER,
    CARRIER_UNKNOWN,
    CARRIER_OF_SEVERAL,
    PLAN_UNKNOWN,
    PLAN_OF_ANOTHER,
    NOT_A_STATE,
    NOT_AN_AMOUNT,
    NEGATIVE,
    NOT_POSITIVE,
    TOO_MANY_DECIMALS,
    AMOUNT_TOO_LARGE,
    CURRENCY_UNKNOWN,
    NOT_A_DATE,
    TWO_ENDS,
    DATE_AMBIGUOUS,
    DATE_OF_OTHER_ORDER,
    DATE_OUT_OF_RANGE,
    IN_THE_FUTURE,
    NOT_A_TIME,
    NOT_A_DAY,
    ANCHOR_AND_END,
    NEITHER_YES_NOR_NO,
    NO_SUCH_CHOICE,
    CONTRADICTS_AUTO_RENEW,
    TOO_MANY_TAGS,
    TOO_LONG,
    CONTROL_CHARACTER,
    NO_LETTERS,
    NUMBER_OF_CELLS,
    TWICE,
    OF_A_REMOVED_LINE,
    ORDER_UNDER_WAY,
    BROKEN_FROM_HERE,
    OTHER
  }

  static ImportReject of(Code code, String english, Object... details) {
    return new ImportReject(code, Arrays.stream(details).map(String::valueOf).toList(), english);
  }

  /** A reject whose reason has no known code is reported in English. */
  static ImportReject of(InvalidValue wrong) {
    String english = wrong.reason() + "; " + remedy(wrong);
    return Arrays.stream(Code.values())
        .filter(known -> known.name().equals(wrong.code()))
        .findFirst()
        .map(known -> new ImportReject(known, wrong.details(), english))
        .orElseGet(() -> of(Code.OTHER, english, english));
  }

  /** In a file a mistake may have its cause elsewhere than in its cell. */
  private static String remedy(InvalidValue wrong) {
    if (Code.CONTROL_CHARACTER.name().equals(wrong.code())) {
      return wrong.remedy() + "; a quotation mark may be missing";
    }
    return Code.NO_LETTERS.name().equals(wrong.code()) ? "save the file as UTF-8" : wrong.remedy();
  }

  @Override
  public String toString() {
    return english;
  }
}
