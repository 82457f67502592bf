package dev.everline.catalog.link;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A link, and what is known of where it leads.
 *
 * @param url as it was written; shown, never to be opened by a click unless it is official
 * @param host in lower case, letters of other scripts as they are shown; empty when the address has
 *     none
 * @param brand the carrier's id in the catalog: whose site it is, or whose it imitates; null for a
 *     shortener and where nothing is known
 */
public record LinkJudgement(
    String url, String host, Judgement judgement, @Nullable String brand, Why why) {

  /**
   * Why it is judged so, in parts from which each language makes its sentence.
   *
   * @param official the carrier's host that it belongs to or imitates; null where none is meant
   * @param record the record of the catalog that names that host, such as {@code carriers.yaml:
   *     mint, sites.home}; null where none is meant
   */
  public record Why(Reason reason, @Nullable String official, @Nullable String record) {

    static Why of(Reason reason) {
      return new Why(reason, null, null);
    }
  }

  /** The one thing that decided. */
  public enum Reason {
    /** It is a host that the catalog names. */
    NAMED_HOST,
    /** It is below a domain that the catalog names. */
    BELOW_NAMED_DOMAIN,

    /** Letters of another script that look like the brand's. */
    HOMOGRAPH,
    /** The same, written as punycode ({@code xn--}). */
    PUNYCODE,
    /** Two neighbouring letters change places. */
    SWAPPED_LETTERS,
    /** A letter stands twice. */
    DOUBLED_LETTER,
    /** A letter is missing. */
    LEFT_OUT_LETTER,
    /** A letter is added. */
    ADDED_LETTER,
    /** A letter stands for another. */
    CHANGED_LETTER,
    /** Digits, or letters that look alike, stand for letters. */
    DIGITS_FOR_LETTERS,
    /** More than one letter differs. */
    MISSPELT,
    /** The brand stands before somebody else's domain. */
    BRAND_IN_SUBDOMAIN,
    /** The brand together with words such as pay, login or rewards. */
    BRAND_WITH_WORDS,
    /** The brand with hyphens in other places. */
    OTHER_HYPHENS,
    /** The brand's name with another ending. */
    OTHER_ENDING,
    /** The brand stands before an @; the address leads to what follows it. */
    USER_INFO,
    /** A bare IP address with a brand in its path. */
    IP_ADDRESS,
    /** A stranger's address of such words alone, with a brand in its path. */
    BRAND_IN_PATH,

    /** It hides where it leads. */
    SHORTENER,

    /** Another company's or project's site, of a similar name. */
    OTHER_COMPANY,
    /** Said to be the carrier's, but not looked up. */
    UNCONFIRMED,
    /** An address of mail. */
    MAIL_ADDRESS,
    /** Nothing is known of it. */
    NOT_KNOWN,
    /** It isn't an address. */
    NO_ADDRESS;

    /** As in JSON: {@code swapped-letters}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
