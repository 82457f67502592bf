package dev.everline.channel.api.http;

import java.util.function.BiConsumer;

/**
 * The headers by which browsers take an answer for nothing but data, for where no chain of filters
 * is reached that would write them.
 */
public final class SafeHeaders {

  /** An answer to a program shows and runs nothing, wherever it is opened. */
  public static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private SafeHeaders() {}

  public static void on(BiConsumer<String, String> answer) {
    answer.accept("X-Content-Type-Options", "nosniff");
    answer.accept("X-Frame-Options", "DENY");
    answer.accept("Content-Security-Policy", POLICY);
    answer.accept("Referrer-Policy", "no-referrer");
    answer.accept("Cache-Control", "no-store");
  }
}
