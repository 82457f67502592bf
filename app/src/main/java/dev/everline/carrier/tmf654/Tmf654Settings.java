package dev.everline.carrier.tmf654;

import dev.everline.carrier.CallLimits;
import dev.everline.carrier.Secret;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach and understand a server that speaks TMF654; {@code docs/connectors.md} explains each
 * value.
 *
 * @param name of the route: lower-case letters, digits and hyphens
 * @param baseUrl address under which {@code /topupBalance} stands, without a slash at its end;
 *     {@code {carrier}} in it stands for the carrier's id
 * @param units the texts for units of money; the first of a currency is the one written
 * @param deadline longest time of one call, connecting and reading included, 1 ms to 5 min
 * @param settlingTime how long after a call the carrier may still turn out to have taken it; at
 *     least the deadline
 * @param referenceUsedCodes codes of errors that say that our reference was seen before
 * @param refusingCodes codes of errors that say, with an HTTP status of 500 or above, that the
 *     request was not taken
 * @param hub where the carrier may tell us that a top-up has moved on, or null
 */
public record Tmf654Settings(
    String name,
    String baseUrl,
    Auth auth,
    List<MoneyUnit> units,
    Naming naming,
    EndDates endDates,
    Duration deadline,
    Duration settlingTime,
    CallLimits limits,
    Set<String> referenceUsedCodes,
    Set<String> refusingCodes,
    @Nullable Hub hub) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(5);

  /**
   * How the server names a line's things. Templates hold {@code {msisdn}}, which stands for the
   * number's digits.
   *
   * @param bucketId template of the id of the bucket that holds the line's money, or null to look
   *     it up before each top-up
   * @param partyAccountId template of the account's id
   * @param logicalResourceId template of the number's id
   * @param referenceAttribute the attribute of a top-up that holds our reference and by which
   *     top-ups are looked up
   * @param channel the id by which we name ourselves
   * @param serviceBucket name of the bucket whose validity is the paid period
   */
  public record Naming(
      @Nullable String bucketId,
      String partyAccountId,
      String logicalResourceId,
      String referenceAttribute,
      String channel,
      String serviceBucket) {

    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

    /** As the sandbox's carriers name them. */
    public static Naming usual() {
      return new Naming(
          "{msisdn}-money", "{msisdn}", "{msisdn}", "description", "everline", "service");
    }

    /**
     * @throws ProblemException when a template lacks the number or a name is empty
     */
    public Naming {
      if (bucketId != null) {
        requireNumber("bucket-id", bucketId);
      }
      requireNumber("party-account-id", partyAccountId);
      requireNumber("logical-resource-id", logicalResourceId);
      if (!ATTRIBUTE.matcher(referenceAttribute).matches()) {
        throw configuration(
            "reference-attribute '%s' isn't the name of an attribute; write it like description."
                .formatted(referenceAttribute));
      }
      if (channel.isBlank() || serviceBucket.isBlank()) {
        throw configuration("channel and service-bucket must not be empty; leave them out.");
      }
    }

    private static void requireNumber(String name, String template) {
      if (!template.contains("{msisdn}")) {
        throw configuration(
            "%s '%s' lacks {msisdn}, so all lines would have the same one; put it in."
                .formatted(name, template));
      }
    }
  }

  /**
   * Where the carrier sends events.
   *
   * @param callback our own address as the carrier reaches it, without a path of ours
   * @param secret a part of the path that only the carrier is told, or null
   */
  public record Hub(URI callback, @Nullable Secret secret) {

    private static final Pattern PATH_PART = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    /**
     * @throws ProblemException when the address is not absolute or the secret no part of a path
     */
    public Hub {
      requireWeb("hub.callback-url", callback);
      if (secret != null && !PATH_PART.matcher(secret.value()).matches()) {
        throw configuration(
            "hub.secret must be 16 to 128 letters, digits, hyphens or underscores,"
                + " since it becomes a part of the callback's address.");
      }
    }
  }

  /**
   * @throws ProblemException when a value can't be used
   */
  public Tmf654Settings {
    if (!NAME.matcher(name).matches()) {
      throw configuration(
          "The route's name '%s' must be 1 to 40 lower-case letters, digits and hyphens."
              .formatted(name));
    }
    baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    requireWeb("base-url", web("base-url", baseUrl.replace("{carrier}", "carrier")));
    if (auth instanceof Auth.ClientCredentials client) {
      requireWeb("auth.token-url", client.tokenUrl());
    }
    units = List.copyOf(units);
    if (units.isEmpty()) {
      throw configuration("units is empty; give at least one, such as text USD, currency USD.");
    }
    if (units.stream().map(MoneyUnit::text).distinct().count() < units.size()) {
      throw configuration("units has one text twice; each text means one currency.");
    }
    if (deadline.compareTo(SHORTEST_DEADLINE) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
      throw configuration(
          "deadline is %s; it must be from %s to %s."
              .formatted(deadline, SHORTEST_DEADLINE, LONGEST_DEADLINE));
    }
    if (settlingTime.compareTo(deadline) < 0) {
      throw configuration(
          "settling-time is %s, shorter than the deadline of %s; a call may be taken until then."
              .formatted(settlingTime, deadline));
    }
    referenceUsedCodes = Set.copyOf(referenceUsedCodes);
    refusingCodes = Set.copyOf(refusingCodes);
  }

  /**
   * Settings that fit the sandbox's carriers: no proof of identity, amounts in {@code USD}, 10 s
   * for a call and 2 min to settle.
   *
   * @param zones each carrier's zone, by its id; UTC for others
   */
  public static Tmf654Settings of(String name, String baseUrl, Map<String, ZoneId> zones) {
    return new Tmf654Settings(
        name,
        baseUrl,
        new Auth.None(),
        List.of(new MoneyUnit("USD", Money.USD, 0)),
        Naming.usual(),
        new EndDates(zones, java.time.ZoneOffset.UTC, EndDates.Meaning.INSTANT),
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        CallLimits.usual(),
        Set.of("referenceUsed"),
        Set.of("tryLater"),
        null);
  }

  /** The same with another proof of identity. */
  public Tmf654Settings withAuth(Auth other) {
    return new Tmf654Settings(
        name,
        baseUrl,
        other,
        units,
        naming,
        endDates,
        deadline,
        settlingTime,
        limits,
        referenceUsedCodes,
        refusingCodes,
        hub);
  }

  /** The same with other units of money. */
  public Tmf654Settings withUnits(List<MoneyUnit> others) {
    return new Tmf654Settings(
        name,
        baseUrl,
        auth,
        others,
        naming,
        endDates,
        deadline,
        settlingTime,
        limits,
        referenceUsedCodes,
        refusingCodes,
        hub);
  }

  /** The same with other names for a line's things. */
  public Tmf654Settings withNaming(Naming other) {
    return new Tmf654Settings(
        name,
        baseUrl,
        auth,
        units,
        other,
        endDates,
        deadline,
        settlingTime,
        limits,
        referenceUsedCodes,
        refusingCodes,
        hub);
  }

  /** The same with another deadline and time to settle. */
  public Tmf654Settings withTimes(Duration otherDeadline, Duration otherSettlingTime) {
    return new Tmf654Settings(
        name,
        baseUrl,
        auth,
        units,
        naming,
        endDates,
        otherDeadline,
        otherSettlingTime,
        limits,
        referenceUsedCodes,
        refusingCodes,
        hub);
  }

  /** The same with other limits. */
  public Tmf654Settings withLimits(CallLimits others) {
    return new Tmf654Settings(
        name,
        baseUrl,
        auth,
        units,
        naming,
        endDates,
        deadline,
        settlingTime,
        others,
        referenceUsedCodes,
        refusingCodes,
        hub);
  }

  /** The same with codes by which a server that fails says that it has taken nothing. */
  public Tmf654Settings withRefusingCodes(Set<String> codes) {
    return new Tmf654Settings(
        name,
        baseUrl,
        auth,
        units,
        naming,
        endDates,
        deadline,
        settlingTime,
        limits,
        referenceUsedCodes,
        codes,
        hub);
  }

  private static URI web(String name, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw configuration(
          name + " isn't an address; write it like https://carrier.example/tmf-api/v4.");
    }
  }

  private static void requireWeb(String name, URI address) {
    String scheme = address.getScheme();
    boolean web = "http".equals(scheme) || "https".equals(scheme);
    if (!web || address.getHost() == null) {
      throw configuration(name + " must begin with http:// or https:// and name a host.");
    }
    // The address may be shown in messages, so that a password has no place in it.
    if (address.getRawUserInfo() != null) {
      throw configuration(name + " contains a user or password; give them under auth.");
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      throw configuration(name + " must not hold a '?' or a '#'; end it with the path.");
    }
  }

  private static ProblemException configuration(String message) {
    return new ProblemException(ProblemType.CONFIGURATION, message);
  }
}
