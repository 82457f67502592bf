package dev.everline.line.sheet;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.Optional;

/** Why a file can't be read as a table; the words of {@link InvalidValue#code}. */
public enum NoTable {
  ENCODING_UNKNOWN,
  OLD_EXCEL,
  PDF,
  ARCHIVE,
  WEB_PAGE,
  UTF_16_UNMARKED,
  OPEN_DOCUMENT,
  DAMAGED,
  TOO_LARGE_A_WORKBOOK;

  /** The reason for which a file was refused; empty when it was for another. */
  public static Optional<NoTable> of(InvalidValue refused) {
    return Arrays.stream(values()).filter(each -> each.name().equals(refused.code())).findFirst();
  }

  /**
   * @param reason what the file is, as the end of a sentence
   */
  InvalidValue because(String reason) {
    return because(
        reason, "open it in a spreadsheet and save it as an Excel workbook (.xlsx) or CSV");
  }

  InvalidValue because(String reason, String remedy) {
    return InvalidValue.withoutValue("file", reason, remedy).as(name());
  }
}
