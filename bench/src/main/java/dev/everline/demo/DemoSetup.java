package dev.everline.demo;

import dev.everline.account.Account;
import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.line.imports.RejectsFile;
import dev.everline.renewal.price.Quoter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the sample lines in, as an owner would by file, and tells the sandbox's carriers of them.
 * May be done again after a crash: nothing comes of the second time.
 */
final class DemoSetup {

  private final DemoWorld world;

  DemoSetup(DemoWorld world) {
    this.world = world;
  }

  void run() throws IOException {
    List<DemoState.Imported> imports = new ArrayList<>();
    for (Owner owner : Owner.values()) {
      imports.add(importLines(owner));
    }
    register();
    world.remember(world.state().ready(imports));
  }

  private DemoState.Imported importLines(Owner owner) throws IOException {
    Account account = world.account(owner);
    Path rejects = world.folder.rejects().resolve(owner.file().replace(".csv", ".rejects.csv"));
    LineImport lines =
        new LineImport(
            world.database().dataSource(),
            world.database().seal(),
            world.ids(),
            world.catalog,
            world.clock);
    try (InputStream file = sample(owner);
        ImportSource source = ImportSource.of(file, SampleLines.START);
        RejectsFile told = new RejectsFile(rejects)) {
      ImportResult result = lines.run(account.id(), source, false, told, ImportProgress.NONE);
      long taken = result.added() + result.changed() + result.unchanged();
      return new DemoState.Imported(
          "samples/" + owner.file(), result.rows(), taken, result.rejected(), rejects.toString());
    }
  }

  private static InputStream sample(Owner owner) throws IOException {
    InputStream file = DemoSetup.class.getResourceAsStream("/samples/" + owner.file());
    if (file == null) {
      throw new FileNotFoundException("samples/" + owner.file());
    }
    return file;
  }

  /** A carrier knows a line by the same facts as its owner; from then on each counts by itself. */
  private void register() {
    Quoter quoter = new Quoter(world.catalog, Money.usd(0));
    List<SandboxControl.CarrierLine> known = new ArrayList<>();
    for (DemoLine line : new DemoBooks(world.database()).lines()) {
      Plan plan = line.plan() == null ? null : world.catalog.plans().get(line.plan());
      if (plan == null || line.facts().validUntil() == null) {
        continue;
      }
      LapseRule rule = world.catalog.lapseRule(plan.lapseRule());
      LocalDate today =
          LocalDate.ofInstant(SampleLines.START, world.catalog.carrier(line.carrier()).zone());
      Money price = plan.priceOn(today);
      Money need = quoter.need(plan, line.state(), today);
      Length period = plan.period();
      if (!rule.basis().isRenewable() || price == null || need == null || period == null) {
        continue;
      }
      Money balance = line.facts().balance();
      known.add(
          new SandboxControl.CarrierLine(
              line.carrier(),
              line.msisdn(),
              terms(line, plan, rule, price, need, period),
              line.facts().validUntil(),
              balance == null ? 0 : balance.minor(),
              line.facts().balanceExpiresOn(),
              line.facts().anchorDay()));
    }
    world.control.register(known);
  }

  private Map<String, Object> terms(
      DemoLine line, Plan plan, LapseRule rule, Money price, Money need, Length period) {
    Map<String, Object> terms = new HashMap<>();
    terms.put("plan", plan.id());
    terms.put("priceMinor", price.minor());
    terms.put("taxMinor", need.minus(price).minor());
    terms.put("currency", price.currency().getCurrencyCode());
    terms.put("period", period.key());
    terms.put("basis", SandboxBasis.of(rule));
    terms.put("zone", world.catalog.carrier(line.carrier()).zone().getId());
    terms.put(
        "balanceLives",
        rule.balanceLives().stream()
            .map(
                life ->
                    Map.of("atLeastMinor", life.atLeast().minor(), "days", (Object) life.days()))
            .toList());
    // A plan paid by cycles has no terms: money for one would wait and pay single periods.
    if (rule.basis() != Basis.PLAN_CYCLE && rule.balanceLives().isEmpty()) {
      Map<String, Long> sold = new HashMap<>();
      plan.termsForRenewing().forEach(term -> sold.put(term.length().key(), term.price().minor()));
      terms.put("terms", sold);
    }
    terms.put("lateFirstDayCounts", rule.late().firstDayCounts());
    terms.put(
        "lateFees",
        rule.late().fees().stream()
            .map(fee -> Map.of("fromDay", fee.fromDay(), "amountMinor", fee.amount().minor()))
            .toList());
    return terms;
  }
}
