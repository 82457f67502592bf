package dev.everline.demo;

import dev.everline.line.LineField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes the files in {@code samples/}: the lines of a household, a shop and a fleet, on more than
 * thirty brands, as owners would write them down, mistakes included. The same seed gives the same
 * bytes, and a test holds the committed files to it.
 *
 * <p>Numbers are those reserved for fiction, 555-0100 to 555-0199 of real area codes; their last
 * two digits from 90 on choose what the sandbox does with them. ICCIDs begin as the host network's
 * do and end in a right check digit, and no SIM has them. Dates are around {@link #START}.
 */
final class SampleLines {

  /** When the demo's clock starts, and the day on which the files say the truth. */
  static final Instant START = Instant.parse("2026-12-01T14:00:00Z");

  static final String HOUSEHOLD = "household.csv";
  static final String SHOP = "shop.csv";
  static final String FLEET = "fleet.csv";

  private static final long SEED = 20_261_201;
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);
  private static final int FLEET_LINES = 1_020;
  private static final int SHOP_LINES = 200;

  /** Last two digits from which on a number has an outcome of its own at the sandbox. */
  private static final int ORDINARY_NUMBERS = 90;

  private record Area(int code, String state) {}

  private static final List<Area> FLEET_AREAS =
      List.of(
          new Area(214, "TX"),
          new Area(713, "TX"),
          new Area(512, "TX"),
          new Area(305, "FL"),
          new Area(404, "GA"),
          new Area(312, "IL"),
          new Area(303, "CO"),
          new Area(602, "AZ"),
          new Area(702, "NV"),
          new Area(206, "WA"),
          new Area(503, "OR"),
          new Area(212, "NY"));

  private static final List<Area> SHOP_AREAS =
      List.of(new Area(213, "CA"), new Area(415, "CA"), new Area(626, "CA"));

  private static final List<String> PURPOSES =
      List.of("Car", "Router", "Camera", "Traveller", "Kiosk", "Alarm", "Van", "Spare");

  private final RandomGenerator random;
  private final SimNumbers sims = new SimNumbers();

  private SampleLines(RandomGenerator random) {
    this.random = random;
  }

  /** The files' contents by name. */
  static Map<String, String> files() {
    SampleLines make = new SampleLines(new SplittableRandom(SEED));
    Map<String, String> files = new LinkedHashMap<>();
    files.put(HOUSEHOLD, make.household());
    files.put(SHOP, make.shop());
    files.put(FLEET, make.fleet());
    return files;
  }

  /** Rewrites the files, into the folder given or {@code samples}. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length == 0 ? "samples" : args[0]);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
  }

  /** A family that has come from abroad, each with a line of a kind of its own. */
  private String household() {
    List<SampleRow> rows =
        List.of(
            line(new Area(617, "MA"), 0, SoldPlan.renewable("tmobile-connect-5gb"), 9)
                .with(LineField.LABEL, "妈妈 Mom")
                .with(LineField.TAGS, "family"),
            line(new Area(617, "MA"), 1, SoldPlan.renewable("att-prepaid-unlimited-saver"), 17)
                .with(LineField.LABEL, "爸爸 Dad")
                .with(LineField.TAGS, "family;work")
                .with(LineField.BALANCE, "12.00")
                .with(LineField.BALANCE_EXPIRES_ON, day(40)),
            line(new Area(617, "MA"), 2, SoldPlan.renewable("mint-6gb"), 41)
                .with(LineField.LABEL, "Student")
                .with(LineField.TAGS, "family;school"),
            line(new Area(617, "MA"), 3, SoldPlan.renewable("tello-paygo"), 23)
                .with(LineField.LABEL, "奶奶 Grandma")
                .with(LineField.TAGS, "family;bank codes")
                .with(LineField.BALANCE, "4.10")
                .with(LineField.BALANCE_EXPIRES_ON, day(23)),
            line(new Area(617, "MA"), 4, SoldPlan.renewable("lycamobile-19"), 12)
                .with(LineField.LABEL, "Número de repuesto")
                .with(LineField.TAGS, "spare")
                .with(LineField.BRAND_CONFIRMED, "no"),
            autopaid());
    return SampleRow.csv(rows);
  }

  /** One whose number alone is known of it, and that Tello's own autopay renews. */
  private static SampleRow autopaid() {
    return new SampleRow()
        .with(LineField.NUMBER, "617-555-0105")
        .with(LineField.LABEL, "爷爷 Grandpa")
        .with(LineField.TAGS, "family")
        .with(LineField.CARRIER, "tello")
        .with(LineField.PLAN, "tello-5gb")
        .with(LineField.VALID_UNTIL, day(6))
        .with(LineField.LAST_PAYMENT_ON, day(-24))
        .with(LineField.RENEWED_BY, "carrier")
        .with(LineField.BRAND_CONFIRMED, "yes")
        .with(LineField.STATE, "MA");
  }

  /** Customers' lines that a shop looks after, out of one wallet that will not last. */
  private String shop() {
    List<SampleRow> rows = new ArrayList<>();
    for (int i = 0; i < SHOP_LINES; i++) {
      SoldPlan sold = SoldPlan.drawn(SoldPlan.IN_THE_SHOP, random);
      SampleRow row =
          line(SHOP_AREAS.get(i / ORDINARY_NUMBERS), i % ORDINARY_NUMBERS, sold, soon(sold))
              .with(LineField.LABEL, "Customer " + (i + 1))
              .with(LineField.TAGS, "shop");
      if (i % 25 == 12) {
        row.with(LineField.PAUSED, "yes").with(LineField.TAGS, "shop;on holiday");
      } else if (i % 40 == 7) {
        row.with(LineField.BRAND_CONFIRMED, "no");
      }
      rows.add(row);
    }
    return SampleRow.csv(rows);
  }

  private String fleet() {
    List<SampleRow> rows = new ArrayList<>();
    for (int i = 0; i < FLEET_LINES; i++) {
      SoldPlan sold = SoldPlan.drawn(SoldPlan.RENEWABLE, random);
      Area area = FLEET_AREAS.get(i / ORDINARY_NUMBERS);
      SampleRow row = line(area, i % ORDINARY_NUMBERS, sold, soon(sold)).labelled(purpose(i));
      rows.add(row);
      wish(row, i);
    }
    Area last = FLEET_AREAS.getLast();
    int next = FLEET_LINES % ORDINARY_NUMBERS;
    for (int copy = 0; copy < 5; copy++) {
      for (SoldPlan sold : SoldPlan.TOLD_ONLY) {
        SampleRow row = line(last, next++, sold, soon(sold)).labelled(purpose(next));
        rows.add(
            sold.shape() == SoldPlan.Shape.ACTIVITY
                ? row.with(LineField.RENEWED_BY, "owner")
                : row);
      }
    }
    rows.add(
        line(last, next++, SoldPlan.renewable("h2o-20"), 11)
            .without(LineField.PLAN)
            .labelled("Found"));
    SoldPlan priceless =
        new SoldPlan(
            "total-wireless", "total-starter", SoldPlan.Host.VERIZON, SoldPlan.Shape.PERIOD, 30, 1);
    rows.add(line(last, next++, priceless, 18).labelled("Price not known"));
    // What the sandbox does with numbers that end in 90 to 98.
    for (int outcome = ORDINARY_NUMBERS; outcome < 99; outcome++) {
      for (int area = 0; area < 2; area++) {
        SoldPlan sold = SoldPlan.renewable(area == 0 ? "simple-25" : "tello-5gb");
        rows.add(
            line(FLEET_AREAS.get(area), outcome, sold, 6 + outcome % 7)
                .labelled("Outcome " + outcome));
      }
    }
    addPlausible(rows, last, next);
    addBroken(rows, last, next + 10);
    return SampleRow.csv(rows);
  }

  /** The owner's wishes that differ from the usual. */
  private void wish(SampleRow row, int i) {
    if (i % 90 == 31) {
      row.with(LineField.PAUSED, "yes");
    } else if (i % 40 == 17) {
      row.with(LineField.RENEWED_BY, "owner");
    } else if (i % 110 == 53) {
      row.with(LineField.BRAND_CONFIRMED, "no");
    } else if (i % 170 == 101) {
      row.with(LineField.PRICE_CEILING, "2.00");
    } else if (i % 9 == 4) {
      row.with(LineField.PRICE_CEILING, "320.00");
    }
  }

  /** Odd, but good: each is taken. */
  private void addPlausible(List<SampleRow> rows, Area area, int from) {
    SoldPlan sold = SoldPlan.renewable("simple-25");
    rows.add(line(area, from, sold, 8).labelled("Emoji 📱🛰️ label"));
    rows.add(line(area, from + 1, sold, 8).labelled("שלום right to left"));
    rows.add(line(area, from + 2, sold, 8).labelled("Quoted \"label\", with comma"));
    SampleRow wrongCheckDigit = line(area, from + 3, sold, 8).labelled("Mistyped SIM number");
    String iccid = wrongCheckDigit.get(LineField.ICCID);
    char last = iccid.charAt(iccid.length() - 1);
    rows.add(
        wrongCheckDigit.with(
            LineField.ICCID,
            iccid.substring(0, iccid.length() - 1) + (last == '9' ? '0' : (char) (last + 1))));
    rows.add(
        line(area, from + 4, sold, -6)
            .labelled("Lapsed last week")
            .with(LineField.LAST_PAYMENT_ON, day(-36)));
  }

  /** Each has one mistake, and is rejected with its reason. */
  private void addBroken(List<SampleRow> rows, Area area, int from) {
    SoldPlan sold = SoldPlan.renewable("simple-25");
    SampleRow[] broken = new SampleRow[13];
    for (int i = 0; i < broken.length; i++) {
      broken[i] = line(area, from + i, sold, 8).labelled("Broken " + (i + 1));
      rows.add(broken[i]);
    }
    broken[0].with(LineField.VALID_UNTIL, "2026-02-30");
    broken[1].with(LineField.VALID_UNTIL, "9999-12-31");
    broken[2].with(LineField.PLAN, "simple-forever");
    broken[3].with(LineField.PLAN, "visible-base");
    broken[4].with(LineField.CARRIER, "acme-mobile");
    broken[5].without(LineField.CARRIER);
    broken[6].with(LineField.BALANCE, "-5.00");
    broken[7].with(LineField.BALANCE, "12.345");
    broken[8].with(LineField.NUMBER, "555-0123");
    broken[9].with(LineField.NUMBER, rows.getFirst().get(LineField.NUMBER));
    broken[10].labelled("NUL \0 within");
    broken[11].with(LineField.RENEWED_BY, "perhaps");
    broken[12].with(LineField.ICCID, "89O14l0 letters");
  }

  private SampleRow line(Area area, int number, SoldPlan sold, int validDays) {
    SampleRow row =
        new SampleRow()
            .with(LineField.NUMBER, "%d-555-%04d".formatted(area.code(), 100 + number))
            .with(LineField.ICCID, sims.next(sold.host()))
            .with(LineField.CARRIER, sold.carrier())
            .with(LineField.PLAN, sold.plan())
            .with(LineField.VALID_UNTIL, day(validDays))
            .with(LineField.RENEWED_BY, "everline")
            .with(LineField.BRAND_CONFIRMED, "yes")
            .with(LineField.STATE, area.state());
    switch (sold.shape()) {
      case PERIOD -> paidBefore(row, validDays - sold.days());
      case ANCHORED -> {
        row.with(LineField.ANCHOR_DAY, Integer.toString(TODAY.plusDays(validDays).getDayOfMonth()));
        paidBefore(row, validDays - sold.days());
      }
      case BALANCE -> row.with(LineField.BALANCE, random.nextInt(4) == 0 ? "6.50" : "0.00");
      case MORTAL_BALANCE -> {
        boolean some = random.nextInt(3) == 0;
        // Where service is paid out of the balance, a line without a cent would be suspended.
        String little = sold.plan().equals("tello-paygo") ? "2.15" : "0.00";
        row.with(LineField.BALANCE, some ? "7.25" : little);
        // Credit that serves as long as it lives ends with the service.
        boolean lives = sold.days() > 30;
        row.with(LineField.BALANCE_EXPIRES_ON, day(lives ? validDays : sold.lifeDays() / 2));
      }
      case ACTIVITY -> row.with(LineField.LAST_ACTIVITY_ON, day(Math.min(0, validDays - 7)));
    }
    return row;
  }

  private static void paidBefore(SampleRow row, int days) {
    if (days <= 0) {
      row.with(LineField.LAST_PAYMENT_ON, day(days));
    }
  }

  private int soon(SoldPlan sold) {
    return 1 + random.nextInt(sold.days());
  }

  private String purpose(int i) {
    return PURPOSES.get(random.nextInt(PURPOSES.size())) + " " + (i + 1);
  }

  private static String day(int fromToday) {
    return TODAY.plusDays(fromToday).toString();
  }
}
