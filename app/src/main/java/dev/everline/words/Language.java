package dev.everline.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A language of the portal, with the customs of the first market. */
public enum Language {
  ENGLISH("en", "English", Locale.US),
  SPANISH("es", "Español", Locale.of("es", "US")),
  CHINESE("zh-CN", "简体中文", Locale.SIMPLIFIED_CHINESE);

  private final String tag;
  private final String ownName;
  private final Locale locale;

  Language(String tag, String ownName, Locale locale) {
    this.tag = tag;
    this.ownName = ownName;
    this.locale = locale;
  }

  /** As in {@code lang}, and in what is stored: {@code zh-CN}. */
  public String tag() {
    return tag;
  }

  /** What its speakers call it. */
  public String ownName() {
    return ownName;
  }

  public Locale locale() {
    return locale;
  }

  public static Optional<Language> tagged(@Nullable String tag) {
    return Arrays.stream(values()).filter(language -> language.tag.equals(tag)).findFirst();
  }

  /** The first that a browser asks for by {@code Accept-Language}, or English. */
  public static Language accepted(@Nullable String header) {
    if (header == null || header.length() > 500) {
      return ENGLISH;
    }
    List<Locale.LanguageRange> wanted;
    try {
      wanted = Locale.LanguageRange.parse(header);
    } catch (IllegalArgumentException malformed) {
      return ENGLISH;
    }
    for (Locale.LanguageRange range : wanted) {
      String primary = range.getRange().split("-", 2)[0];
      for (Language language : values()) {
        if (language.locale.getLanguage().equals(primary) && range.getWeight() > 0) {
          return language;
        }
      }
    }
    return ENGLISH;
  }
}
