package dev.everline.channel.web;

/** Cells of CSV files that people open in spreadsheets. */
final class Cells {

  private Cells() {}

  /**
   * The text, led by an apostrophe where a spreadsheet would take it for a formula. The import
   * knows that apostrophe and leaves it out.
   */
  static String harmless(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
