package dev.everline.channel.cli.fresh;

import dev.everline.catalog.bundle.VerifyingKey;
import dev.everline.catalog.install.CatalogDiff;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.channel.cli.Table;
import dev.everline.channel.cli.Terminal;
import dev.everline.kernel.Money;
import dev.everline.renewal.update.LineEffect;
import dev.everline.renewal.update.Preview;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What another catalog would change, for people. */
final class PreviewText {

  private static final int CHANGES_SHOWN = 200;

  private final PrintWriter out;

  PreviewText(PrintWriter out) {
    this.out = out;
  }

  void print(Preview preview) {
    KeptBundle bundle = preview.bundle();
    if (bundle == null) {
      out.println("The built-in catalog alone, without a bundle.");
    } else {
      out.println(
          "The bundle of "
              + bundle.made()
              + " ("
              + age(Duration.between(bundle.made(), preview.at()))
              + "), signed by "
              + bundle.signedBy()
              + ", from "
              + Terminal.printable(bundle.origin())
              + ".");
    }
    if (preview.note() != null) {
      out.println("Its maker says: " + Terminal.printable(preview.note()));
    }
    VerifyingKey next = preview.nextKey();
    if (next != null) {
      out.println(
          "Its maker will sign later bundles with "
              + next
              + ": 'everline catalog trust' if you trust it.");
    }
    if (!preview.overridden().isEmpty()) {
      out.println(
          "Your own catalog folder has "
              + String.join(", ", preview.overridden())
              + ": yours are used, and the bundle's have no effect.");
    }
    out.println();
    changes(preview);
    out.println();
    lines(preview);
    out.flush();
  }

  static String age(Duration age) {
    long days = age.toDays();
    return days <= 0 ? "made today" : days == 1 ? "1 day old" : days + " days old";
  }

  private void changes(Preview preview) {
    if (preview.files().isEmpty()) {
      out.println("Nothing changes in the catalog.");
      return;
    }
    out.println("Files that change: " + String.join(", ", preview.files()));
    List<CatalogDiff.Change> changes = preview.changes();
    if (changes.isEmpty()) {
      out.println("No price, plan, rule or fee changes.");
      return;
    }
    Table table = new Table().left("What").left("Value").left("Now").left("Then").left("Source");
    changes.stream()
        .limit(CHANGES_SHOWN)
        .forEach(
            change ->
                table.row(
                    change.id(),
                    change.field() == null ? kind(change) : change.field(),
                    value(change, change.before()),
                    value(change, change.after()),
                    change.source()));
    table.print(out);
    if (changes.size() > CHANGES_SHOWN) {
      out.println("… and " + (changes.size() - CHANGES_SHOWN) + " more (--json shows all)");
    }
  }

  private static String kind(CatalogDiff.Change change) {
    return "(" + change.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
  }

  private static @Nullable String value(CatalogDiff.Change change, @Nullable String value) {
    if (change.field() != null) {
      return value;
    }
    return value == null ? null : change.isNew() ? "new: " + value : value;
  }

  private void lines(Preview preview) {
    Preview.Lines lines = preview.lines();
    if (lines.changed() == 0) {
      out.println(
          lines.looked() == 0
              ? "No line here is with a carrier of which something changes."
              : "Nothing changes for any line ("
                  + lines.looked()
                  + " of these carriers looked at).");
      return;
    }
    out.println("Lines here for which something changes: " + lines.changed());
    count("on a plan that is gone", lines.withoutPlan());
    count("with a carrier that is gone", lines.withoutCarrier());
    count("whose number may be lost EARLIER", lines.endangered());
    count("whose last day of service changes", lines.lastDay());
    count("whose price changes", lines.price());
    Table table = new Table().left("Line").left("Number").left("Carrier").left("What changes");
    for (LineEffect effect : lines.shown()) {
      table.row(effect.line(), effect.number(), effect.carrier(), words(effect));
    }
    table.print(out);
    if (lines.changed() > lines.shown().size()) {
      out.println("… and " + (lines.changed() - lines.shown().size()) + " more");
    }
  }

  private void count(String what, long lines) {
    if (lines > 0) {
      out.println("  " + what + ": " + lines);
    }
  }

  private static String words(LineEffect effect) {
    List<String> words = new ArrayList<>();
    LineEffect.Facts before = effect.before();
    LineEffect.Facts after = effect.after();
    if (!Objects.equals(before.plan(), after.plan())) {
      words.add("plan " + said(before.plan()) + " → " + said(after.plan()));
    }
    if (!Objects.equals(before.price(), after.price())) {
      words.add("price " + money(before.price()) + " → " + money(after.price()));
    }
    if (effect.changesLastDay()) {
      words.add("last day " + said(before.lastDay()) + " → " + said(after.lastDay()));
    }
    if (effect.changesNumberLost()) {
      words.add(
          "number may be lost " + said(before.numberLost()) + " → " + said(after.numberLost()));
    }
    if (!Objects.equals(before.nextLook(), after.nextLook())) {
      words.add("next look " + look(before.nextLook()) + " → " + look(after.nextLook()));
    }
    return String.join("; ", words);
  }

  private static String said(@Nullable Object value) {
    return value == null ? "not known" : value.toString();
  }

  private static String look(@Nullable Instant at) {
    return at == null ? "none" : at.toString();
  }

  private static String money(@Nullable Money money) {
    return money == null ? "not known" : money.toString();
  }
}
