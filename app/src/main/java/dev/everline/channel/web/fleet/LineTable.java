package dev.everline.channel.web.fleet;

import dev.everline.kernel.text.Sheet;
import dev.everline.kernel.text.SpreadsheetText;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.Msisdn;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines as a CSV file in the form that the import takes, so that an exported file imported
 * again changes nothing. No cell is one that a spreadsheet would compute.
 */
final class LineTable {

  private static final List<LineField> COLUMNS =
      List.of(
          LineField.NUMBER,
          LineField.ICCID,
          LineField.LABEL,
          LineField.CARRIER,
          LineField.PLAN,
          LineField.LAST_DAY,
          LineField.ANCHOR_DAY,
          LineField.BALANCE,
          LineField.CURRENCY,
          LineField.BALANCE_EXPIRES_ON,
          LineField.LAST_PAYMENT_ON,
          LineField.LAST_ACTIVITY_ON,
          LineField.RENEWED_BY,
          LineField.PRICE_CEILING,
          LineField.IF_NOT_RENEWED,
          LineField.BRAND_CONFIRMED,
          LineField.STATE,
          LineField.TAGS,
          LineField.PAUSED);

  private final Sheet csv;
  private final boolean numbers;

  /**
   * @param numbers whether numbers of lines and SIMs are written whole
   */
  LineTable(Sheet csv, boolean numbers) {
    this.csv = csv;
    this.numbers = numbers;
    csv.row(COLUMNS.stream().map(LineField::key).toArray());
  }

  void write(Line line) {
    csv.row(COLUMNS.stream().map(field -> cell(line, field)).toArray());
  }

  private @Nullable Object cell(Line line, LineField field) {
    return switch (field) {
      case NUMBER ->
          numbers ? SpreadsheetText.digits(Msisdn.written(line.msisdn())) : line.maskedNumber();
      case ICCID -> numbers ? SpreadsheetText.digits(text(line.iccid())) : "";
      case LABEL -> SpreadsheetText.kept(line.label());
      case CARRIER -> line.carrier();
      case PLAN -> text(line.plan());
      case VALID_UNTIL -> "";
      case LAST_DAY -> date(line.facts().validUntil());
      case ANCHOR_DAY -> line.facts().anchorDay() == 0 ? null : line.facts().anchorDay();
      case BALANCE -> line.facts().balance();
      case CURRENCY -> line.currency().getCurrencyCode();
      case BALANCE_EXPIRES_ON -> date(line.facts().balanceExpiresOn());
      case LAST_PAYMENT_ON -> date(line.facts().lastPaymentOn());
      case LAST_ACTIVITY_ON -> date(line.facts().lastActivityOn());
      case RENEWED_BY -> line.known().renewerSaid() ? line.renewedBy().key() : "";
      case AUTO_RENEW -> "";
      case PRICE_CEILING -> line.priceCeiling();
      case IF_NOT_RENEWED -> line.ifNotRenewed().key();
      case BRAND_CONFIRMED -> yesOrNo(line.brandConfirmedAt() != null);
      case STATE -> text(line.state());
      case TAGS -> SpreadsheetText.kept(String.join(";", line.tags()));
      case PAUSED -> yesOrNo(line.isPaused());
      case AS_OF -> "";
    };
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String date(@Nullable LocalDate date) {
    return date == null ? "" : date.toString();
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "yes" : "no";
  }
}
