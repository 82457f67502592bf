package dev.everline.kernel.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Yes and no as people and spreadsheets of several languages write them. */
public final class YesOrNo {

  // An x is in neither: it ticks a box for some and crosses it out for others.
  private static final Set<String> YES =
      Set.of(
          "yes",
          "y",
          "true",
          "t",
          "on",
          "1",
          "1.0",
          "sí",
          "si",
          "s",
          "verdadero",
          "cierto",
          "是",
          "是的",
          "对",
          "真",
          "开",
          "开启",
          "有",
          "wahr",
          "ja",
          "vrai",
          "oui",
          "verdadeiro",
          "sim",
          "✓",
          "✔",
          "☑",
          "✅",
          "√",
          "🗹");
  private static final Set<String> NO =
      Set.of(
          "no", "n", "false", "f", "off", "0", "0.0", "falso", "否", "不", "不是", "非", "假", "关", "关闭",
          "无", "没有", "falsch", "nein", "faux", "non", "não", "✗", "✘", "☐", "☒", "❌", "✖", "×");

  private static final int LONGEST = 10;

  private YesOrNo() {}

  /** Null when it is neither. */
  public static @Nullable Boolean of(String text) {
    if (text.length() > LONGEST + 2) {
      return null;
    }
    if (text.equals("yes")) {
      return true;
    }
    if (text.equals("no")) {
      return false;
    }
    String word =
        Normalizer.normalize(SpreadsheetCell.digits(text), Normalizer.Form.NFKC)
            .replace("\ufe0f", "")
            .replace("\ufe0e", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return true;
    }
    return NO.contains(word) ? false : null;
  }
}
