package dev.everline.catalog.link;

import com.google.common.net.InternetDomainName;
import com.ibm.icu.text.IDNA;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address as a browser would read it: a backslash is a slash, what stands before the last @ is
 * no host, letters of other scripts are normalised.
 *
 * @param userInfo what stands before an @, or null
 * @param host in lower case, with letters of other scripts as they are shown
 * @param punycode whether the host was written with {@code xn--}
 * @param below the labels in front of the registrable name, from left to right
 * @param name the label that was registered, as {@code mintmobile} in {@code my.mintmobile.com}
 * @param ending the public suffix, as {@code com} or {@code co.uk}; empty for an IP address
 * @param path all that follows the host, decoded, in lower case
 */
record WebAddress(
    @Nullable String userInfo,
    String host,
    boolean punycode,
    List<String> below,
    String name,
    String ending,
    String path) {

  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.CHECK_BIDI);

  private static final int LONGEST_HOST = 253;

  private static final Pattern SCHEME = Pattern.compile("(?i)^h(?:tt|xx)ps?:/*");
  private static final Pattern OTHER_SCHEME = Pattern.compile("(?i)^[a-z][a-z0-9+.-]*:(?!\\d)");
  private static final Pattern NUMBER = Pattern.compile("(?:0x[0-9a-f]+|\\d+)");
  private static final Pattern IP =
      Pattern.compile("(?:" + NUMBER + "\\.){0,3}" + NUMBER + "|\\[[0-9a-f:.]+]");

  /** The domain that was registered: {@code mintmobile.com}. */
  String domain() {
    return ending.isEmpty() ? name : name + "." + ending;
  }

  boolean isIp() {
    return IP.matcher(host).matches();
  }

  /** The host without a {@code www} in front. */
  String bareHost() {
    return host.startsWith("www.") ? host.substring(4) : host;
  }

  /** Whether a public suffix is known for it, so that it may be a host at all. */
  boolean hasKnownEnding() {
    return !ending.isEmpty() && knownEnding(ascii(host)) != null;
  }

  /** This address with another host. */
  WebAddress at(String other) {
    return of(userInfo, other, punycode, path);
  }

  static boolean hasScheme(String text) {
    return SCHEME.matcher(text).find();
  }

  /** Reads an address with or without a scheme; null when there is no host in it. */
  static @Nullable WebAddress parse(String text) {
    String rest =
        text.strip()
            .replaceAll("[\\t\\r\\n\\p{Cntrl}]", "")
            .replace("[.]", ".")
            .replace("(.)", ".")
            .replace('\\', '/');
    Matcher scheme = SCHEME.matcher(rest);
    if (scheme.find()) {
      rest = rest.substring(scheme.end());
    } else if (rest.startsWith("//")) {
      rest = rest.substring(2);
    } else if (OTHER_SCHEME.matcher(rest).find() && !rest.contains("@")) {
      return null;
    }
    Matcher end = Pattern.compile("[/?#／？]").matcher(rest);
    int hostEnd = end.find() ? end.start() : rest.length();
    String authority = rest.substring(0, hostEnd);
    int at = authority.lastIndexOf('@');
    String userInfo = at < 0 ? null : decoded(authority.substring(0, at));
    String host = at < 0 ? authority : authority.substring(at + 1);
    if (!host.startsWith("[")) {
      host = host.replaceFirst("[:：]\\d*$", "");
    }
    host = decoded(host);
    if (host.isEmpty() || host.length() > 4 * LONGEST_HOST) {
      return null;
    }
    boolean punycode = host.toLowerCase(Locale.ROOT).contains("xn--");
    String normal = normal(host);
    return normal == null
        ? null
        : of(userInfo, normal, punycode, decoded(rest.substring(hostEnd)).toLowerCase(Locale.ROOT));
  }

  private static WebAddress of(
      @Nullable String userInfo, String host, boolean punycode, String path) {
    if (IP.matcher(host).matches()) {
      return new WebAddress(userInfo, host, punycode, List.of(), host, "", path);
    }
    String[] labels = host.split("\\.", -1);
    String known = knownEnding(ascii(host));
    int endingLabels = known == null ? 1 : known.split("\\.", -1).length;
    int nameAt = Math.max(0, labels.length - endingLabels - 1);
    List<String> all = List.of(labels);
    String ending =
        labels.length == 1 ? "" : String.join(".", all.subList(nameAt + 1, labels.length));
    return new WebAddress(
        userInfo, host, punycode, all.subList(0, nameAt), labels[nameAt], ending, path);
  }

  private static @Nullable String knownEnding(String ascii) {
    if (!InternetDomainName.isValid(ascii)) {
      return null;
    }
    InternetDomainName suffix = InternetDomainName.from(ascii).publicSuffix();
    return suffix == null ? null : suffix.toString();
  }

  private static String ascii(String host) {
    return UTS46.nameToASCII(host, new StringBuilder(), new IDNA.Info()).toString();
  }

  /** Lower case, full-width letters as plain ones; null where that leaves no host. */
  private static @Nullable String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[")) {
      return IP.matcher(lower).matches() ? lower : null;
    }
    StringBuilder shown = new StringBuilder();
    UTS46.nameToUnicode(lower, shown, new IDNA.Info());
    String normal = shown.toString().replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
    boolean sound =
        !normal.isEmpty()
            && normal.length() <= LONGEST_HOST
            && !normal.startsWith(".")
            && !normal.contains("..")
            && normal.codePoints().noneMatch(WebAddress::isNoHostCharacter)
            && normal.codePoints().anyMatch(Character::isLetterOrDigit);
    return sound ? normal : null;
  }

  private static boolean isNoHostCharacter(int c) {
    return Character.isWhitespace(c)
        || Character.isISOControl(c)
        || (c < 128 && !Character.isLetterOrDigit(c) && c != '-' && c != '.' && c != '_');
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
