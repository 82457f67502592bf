package dev.everline.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import dev.everline.account.AuditTrail;
import dev.everline.account.Role;
import dev.everline.account.UsualRenewer;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Service;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.Posting;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.decide.ExpectedDay;
import dev.everline.renewal.decide.NextReminder;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.price.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message is there in every language, takes the same values, and is said somewhere. */
class MessagesTest {

  private static final Pattern SAID =
      Pattern.compile("\"([a-z][a-z0-9-]*(?:\\.[A-Za-z0-9_-]+)*)\"");

  /** Families whose keys are made of a value; what each takes is all that is in the family. */
  private static final List<String> FAMILIES =
      List.of(
          "remark.",
          "printed.",
          "lapse.",
          "site.",
          "order-state.",
          "invalid.",
          "order.",
          "sign-in.",
          "sign-in-code.",
          "us-state.");

  private static Messages in(Language language) {
    return Messages.load(language);
  }

  @Test
  void everyLanguageHasTheSameMessages() {
    Set<String> english = new TreeSet<>(in(Language.ENGLISH).keys());
    for (Language language : Language.values()) {
      assertThat(new TreeSet<>(in(language).keys())).as(language.tag()).isEqualTo(english);
    }
  }

  @Test
  void noMessageIsBlankOrLeftInEnglish() {
    Messages english = in(Language.ENGLISH);
    for (Language language : Language.values()) {
      Messages messages = in(language);
      for (String key : messages.keys()) {
        assertThat(messages.say(key)).as(language.tag() + " " + key).isNotBlank();
        boolean sentence = english.say(key).split(" ").length > 3;
        if (language != Language.ENGLISH && sentence) {
          assertThat(messages.say(key))
              .as(language.tag() + " " + key)
              .isNotEqualTo(english.say(key));
        }
      }
    }
  }

  @Test
  void aSentenceThatEndsWithATimeEndsWithOnePoint() {
    for (Language language : Language.values()) {
      Words words = new Words(language, in(language), ZoneOffset.UTC);
      String said = words.say("line.next-look", words.time(Instant.parse("2026-11-26T06:42:00Z")));
      assertThat(said).as(language.tag()).doesNotContain("..").matches("(?s).*[.。]");
      String within = words.say("home.restored", words.time(Instant.parse("2026-11-26T18:42:00Z")));
      assertThat(within).as(language.tag()).doesNotContain("..");
    }
  }

  /** Marks of Chinese are as wide as its characters, and hold their own blank. */
  @Test
  void noBlankFollowsAWideMarkAndNoNarrowOneAWideCharacter() {
    Messages chinese = in(Language.CHINESE);
    for (String key : chinese.keys()) {
      assertThat(chinese.say(key))
          .as(key)
          .doesNotContainPattern("[：。，；！？、）] ")
          .doesNotContainPattern("[\\p{IsHan}][:,;?!.]( |$)");
    }
  }

  /** One word for each thing, as people say it in Latin America. */
  @Test
  void spanishSaysThingsAsItsReadersDo() {
    Messages spanish = in(Language.SPANISH);
    for (String key : spanish.keys()) {
      assertThat(spanish.say(key))
          .as(key)
          .doesNotContainPattern(
              "(?i)\\b(coste|monedero|añad\\p{L}+|cifras|caduc\\p{L}+|móvil(es)?|prefijo)\\b")
          .doesNotContain("fecha de fin");
    }
  }

  @Test
  void aMessageTakesTheSameValuesInEveryLanguage() {
    for (String key : in(Language.ENGLISH).keys()) {
      Set<String> english = values(in(Language.ENGLISH).say(key), Language.ENGLISH);
      for (Language language : Language.values()) {
        assertThat(values(in(language).say(key), language))
            .as(language.tag() + " " + key)
            .isEqualTo(english);
      }
    }
  }

  private static Set<String> values(String pattern, Language language) {
    return new TreeSet<>(new MessageFormat(pattern, language.locale()).getArgumentNames());
  }

  @Test
  void everyMessageIsSaidSomewhereAndEveryOneSaidIsThere() throws IOException {
    Set<String> keys = in(Language.ENGLISH).keys();
    Set<String> said = new TreeSet<>(fixedSets());
    for (String folder :
        List.of(
            "src/main/jte",
            "src/main/java/dev/everline/channel/web",
            "src/main/java/dev/everline/notice/push",
            "src/main/java/dev/everline/words")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Matcher literals = SAID.matcher(Files.readString(file));
          while (literals.find()) {
            said.add(literals.group(1));
          }
        }
      }
    }
    List<String> never =
        keys.stream()
            .filter(key -> !said.contains(key))
            .filter(key -> FAMILIES.stream().noneMatch(key::startsWith))
            .sorted()
            .toList();
    assertThat(never).as("messages that nothing says").isEmpty();
    List<String> missing =
        said.stream()
            .filter(key -> key.contains("."))
            .filter(key -> keys.stream().anyMatch(known -> sameFamily(known, key)))
            .filter(key -> !keys.contains(key))
            .filter(key -> !key.endsWith(".jte") && !key.endsWith(".csv"))
            // The hosts of push services are said to nobody.
            .filter(key -> !key.endsWith(".com"))
            .toList();
    assertThat(missing).as("said but missing").isEmpty();
    assertThat(fixedSets()).as("of values").isSubsetOf(keys);
  }

  private static boolean sameFamily(String known, String key) {
    return known
        .substring(0, Math.max(0, known.indexOf('.')))
        .equals(key.substring(0, key.indexOf('.')));
  }

  private static Set<String> fixedSets() {
    List<String> keys = new ArrayList<>();
    add(keys, "state", LineState.values());
    add(keys, "day", ExpectedDay.Kind.values());
    add(keys, "milestone", Timeline.Kind.values());
    add(keys, "milestone-past", Timeline.Kind.values());
    add(keys, "least", Timeline.Way.values());
    add(keys, "kind", Quote.Kind.values());
    add(keys, "price", Quote.Name.values());
    add(keys, "entry", Posting.Kind.values());
    add(keys, "paid-at", PaidAt.values());
    add(keys, "role", Role.values());
    add(keys, "usual-renewer", UsualRenewer.values());
    add(keys, "added-none", NextReminder.None.values());
    add(keys, "act", AuditTrail.Act.values());
    add(
        keys,
        "problem",
        Arrays.stream(ProblemType.values())
            // Told as unexpected: a reader can do nothing with them.
            .filter(type -> type != ProblemType.CONFIGURATION)
            .filter(type -> type != ProblemType.LEDGER_UNBALANCED)
            .toArray(ProblemType[]::new));
    add(keys, "carrier-status", Carrier.Status.values());
    add(keys, "service-kind", Service.Kind.values());
    add(keys, "number-class", Service.NumberClass.values());
    add(keys, "said", dev.everline.line.message.Statement.What.values());
    add(keys, "said-about", dev.everline.line.message.Statement.About.values());
    add(keys, "link-judgement", dev.everline.catalog.link.Judgement.values());
    add(keys, "link-why", dev.everline.catalog.link.LinkJudgement.Reason.values());
    add(keys, "push-choice", dev.everline.notice.push.PushChoice.values());
    add(keys, "doorstep", dev.everline.channel.web.door.Doorstep.Why.values());
    // A number that may be lost, and an autopay to be confirmed, have sentences of their own.
    add(
        keys,
        "card",
        java.util.EnumSet.complementOf(
                java.util.EnumSet.of(
                    dev.everline.renewal.decide.Urgency.LOST,
                    dev.everline.renewal.decide.Urgency.UNCONFIRMED))
            .toArray(dev.everline.renewal.decide.Urgency[]::new));
    add(keys, "fleet-state", dev.everline.fleet.FleetQuery.State.values());
    add(keys, "fleet-missing", dev.everline.line.LineFilter.Missing.values());
    add(keys, "complete-renewer", RenewedBy.values());
    for (String family : List.of("lacking", "lacking-set")) {
      add(
          keys,
          family,
          java.util.EnumSet.complementOf(
                  java.util.EnumSet.of(dev.everline.line.LineFilter.Missing.ANYTHING))
              .toArray(dev.everline.line.LineFilter.Missing[]::new));
    }
    add(keys, "fleet-sort", dev.everline.fleet.FleetQuery.Sort.values());
    add(keys, "renewed-by", RenewedBy.values());
    add(keys, "renews", RenewedBy.values());
    add(keys, "new-renews", new RenewedBy[] {RenewedBy.OWNER, RenewedBy.CARRIER});
    add(keys, "otherwise", dev.everline.line.IfNotRenewed.values());
    add(keys, "job-act", dev.everline.fleet.Job.Act.values());
    add(keys, "job-state", dev.everline.fleet.Job.State.values());
    add(keys, "job-outcome", dev.everline.fleet.Job.Outcome.values());
    add(keys, "job-reason", dev.everline.fleet.Job.Reason.values());
    add(keys, "quarantined", dev.everline.renewal.operate.Survey.Quarantined.Reason.values());
    add(keys, "reject", dev.everline.line.imports.ImportReject.Code.values());
    add(keys, "upload-refused", dev.everline.fleet.UploadRefused.Why.values());
    add(keys, "bundle-refused", dev.everline.catalog.bundle.BundleRefused.Why.values());
    add(keys, "catalog-set-aside", dev.everline.catalog.bundle.SetAside.values());
    add(keys, "import-file", dev.everline.line.sheet.NoTable.values());
    add(keys, "date-order", dev.everline.kernel.text.DateOrder.values());
    for (String name : List.of("UTF-8", "GB18030", "windows-1252", "Big5", "x-MacRoman")) {
      keys.add("encoding." + name);
    }
    add(keys, "import-problem", dev.everline.fleet.Upload.Problem.Kind.values());
    add(keys, "import-effect", dev.everline.line.imports.ImportPreview.Effect.values());
    add(keys, "import-state", dev.everline.fleet.Upload.State.values());
    Arrays.stream(dev.everline.line.LineField.values())
        .map(field -> "field." + field.key())
        .forEach(keys::add);
    add(keys, "notice", dev.everline.notice.NoticeKind.values());
    return new TreeSet<>(keys);
  }

  private static void add(List<String> to, String family, Enum<?>[] values) {
    Arrays.stream(values).map(value -> family + "." + value.name()).forEach(to::add);
  }

  @Test
  void countsAreSaidAsTheLanguageSaysThem() {
    assertThat(in(Language.ENGLISH).say("days", 1)).isEqualTo("1 day");
    assertThat(in(Language.ENGLISH).say("days", 2)).isEqualTo("2 days");
    assertThat(in(Language.SPANISH).say("card.days-left-label", 1)).isEqualTo("Queda 1 día");
    assertThat(in(Language.SPANISH).say("card.days-left-label", 3)).isEqualTo("Quedan 3 días");
    assertThat(in(Language.CHINESE).say("days", 3)).isEqualTo("3 天");
  }

  @Test
  void theBrowsersFirstLanguageThatIsSpokenHereIsTaken() {
    assertThat(Language.accepted("fr-FR, es;q=0.8, en;q=0.5")).isEqualTo(Language.SPANISH);
    assertThat(Language.accepted("zh-TW")).isEqualTo(Language.CHINESE);
    assertThat(Language.accepted("de")).isEqualTo(Language.ENGLISH);
    assertThat(Language.accepted(null)).isEqualTo(Language.ENGLISH);
    assertThat(Language.accepted("***")).isEqualTo(Language.ENGLISH);
  }
}
