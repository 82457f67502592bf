package dev.everline.words;

import com.ibm.icu.text.MessageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A language's messages, in ICU's form: plurals are as that language has them. */
public final class Messages {

  private final Language language;
  private final Map<String, String> patterns;
  private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();

  private Messages(Language language, Map<String, String> patterns) {
    this.language = language;
    this.patterns = patterns;
  }

  /**
   * @throws IllegalStateException when the language has no messages
   */
  public static Messages load(Language language) {
    String file = file(language);
    Properties read = new Properties();
    try (InputStream in = Messages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the application");
      }
      read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + " can't be read", unreadable);
    }
    Map<String, String> patterns = new HashMap<>();
    read.stringPropertyNames().forEach(key -> patterns.put(key, read.getProperty(key)));
    return new Messages(language, Map.copyOf(patterns));
  }

  /** Where a language's messages are, on the classpath. */
  public static String file(Language language) {
    return "/messages/" + language.locale().getLanguage() + ".properties";
  }

  public Set<String> keys() {
    return patterns.keySet();
  }

  /**
   * @throws IllegalArgumentException when there is no such message; a test finds that before
   */
  public String say(String key, Object... values) {
    String pattern = patterns.get(key);
    if (pattern == null) {
      throw new IllegalArgumentException("no message " + key + " in " + language.tag());
    }
    if (values.length == 0) {
      return pattern;
    }
    MessageFormat kept =
        formats.computeIfAbsent(key, any -> new MessageFormat(pattern, language.locale()));
    // A format keeps state while it works, so each use has its own.
    String said = kept.clone().format(values);
    // Spanish times end with the point of "a. m.", which ends a sentence too.
    return said.replace("m..", "m.");
  }
}
