package dev.everline.channel.web.frame;

import dev.everline.account.Account;
import dev.everline.account.Member;
import dev.everline.account.Role;
import dev.everline.account.Sessions;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.Service;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * A request and who makes it: what every page needs to be drawn for them.
 *
 * @param session null for people who aren't signed in
 * @param account null likewise
 * @param theme {@code light} or {@code dark}, or null for the device's
 * @param path asked for
 * @param address the path with its query, to come back to
 * @param footing what browsers grant to the address that was asked
 * @param csrf null only on pages without forms, when even the first filters failed
 */
public record Visit(
    Words words,
    Sessions.@Nullable Session session,
    @Nullable Account account,
    @Nullable String theme,
    String path,
    String address,
    Footing footing,
    @Nullable CsrfToken csrf) {

  /** The session of a member who is signed in; the rules admit nobody else where this is asked. */
  public Sessions.Session signedIn() {
    if (session == null || session.stage() != Sessions.Stage.SIGNED_IN) {
      throw new IllegalStateException(path + " is shown to people who aren't signed in");
    }
    return session;
  }

  public Member member() {
    return signedIn().member();
  }

  public AccountId accountId() {
    return member().account();
  }

  public boolean isSignedIn() {
    return session != null && session.stage() == Sessions.Stage.SIGNED_IN;
  }

  /** Whether the member doesn't trust the place they are in. */
  public boolean careful() {
    return session != null && session.careful();
  }

  /** Whether a page is to offer what needs a role; the rules refuse it besides. */
  boolean may(Role needed) {
    return isSignedIn() && member().role().mayWhatNeeds(needed);
  }

  public boolean manages() {
    return may(Role.MANAGER);
  }

  public boolean owns() {
    return may(Role.OWNER);
  }

  /** Whether it is somebody who runs the installation. */
  public boolean operates() {
    return may(Role.OPERATOR);
  }

  /** The US state whose fees apply where a line names none. */
  public @Nullable String state() {
    return account == null ? null : account.state();
  }

  /** What a form must send back, so that no other site can send it. */
  public String csrfToken() {
    return csrf == null ? "" : csrf.getToken();
  }

  public String say(String key, Object... values) {
    return words.say(key, values);
  }

  /** See {@link Words#sentences}. */
  public String sentences(@Nullable String... sentences) {
    return words.sentences(sentences);
  }

  /** See {@link Words#gap}. */
  public String gap() {
    return words.gap();
  }

  /** See {@link CatalogText#network}. */
  public String network(String network) {
    return CatalogText.network(words, network);
  }

  /** See {@link CatalogText#earlierNetwork}. */
  public String earlierNetwork(Service.EarlierNetwork earlier) {
    return CatalogText.earlierNetwork(words, earlier);
  }

  /** See {@link AbroadFacts}. */
  public AbroadFacts abroad(@Nullable Plan plan, @Nullable Carrier carrier) {
    return AbroadFacts.of(words, plan, carrier);
  }

  /** Who says so and since when: {@code Android Authority, Mar 16, 2025}. */
  public String source(Provenance from) {
    return source(from.source(), from.asOf());
  }

  public String source(String noted, @Nullable String asOf) {
    return CatalogText.source(words, noted, asOf);
  }

  public String name(String family, Enum<?> value) {
    return words.name(family, value);
  }

  /** How long a period or a term is: 30 days, 1 month. */
  public String length(Length length) {
    return say(length.unit() == Length.Unit.DAY ? "days" : "months", length.count());
  }

  public String date(@Nullable LocalDate date) {
    return words.date(date);
  }

  /** See {@link Words#day}. */
  public String day(LocalDate day) {
    return words.day(day);
  }

  /** A day that is near, with whose day it is where the reader's may be another. */
  public String dayThere(LocalDate day, ZoneId there) {
    return words.dayThere(day, there);
  }

  public String month(YearMonth month) {
    return words.month(month);
  }

  public String time(@Nullable Instant time) {
    return words.time(time);
  }

  /** See {@link Words#deadline}. */
  public String deadline(@Nullable Instant by, ZoneId there) {
    return words.deadline(by, there);
  }

  /** Whether nobody of the account has said where they live. */
  public boolean zoneIsGuessed() {
    return !words.zoneTold();
  }

  public String number(long number) {
    return words.number(number);
  }

  public String size(long bytes) {
    return words.size(bytes);
  }

  public String wait(@Nullable Duration wait) {
    return words.wait(wait);
  }

  public String duration(Duration time) {
    return words.duration(time);
  }

  public String money(@Nullable Money amount) {
    return words.money(amount);
  }
}
