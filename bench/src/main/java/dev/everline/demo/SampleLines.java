package dev.everline.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.everline.line.LineField;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  private static final List<LineField> COLUMNS =
      List.of(
          LineField.NUMBER,
          LineField.ICCID,
          LineField.LABEL,
          LineField.CARRIER,
          LineField.PLAN,
          LineField.VALID_UNTIL,
          LineField.BALANCE,
          LineField.BALANCE_EXPIRES_ON,
          LineField.ANCHOR_DAY,
          LineField.LAST_PAYMENT_ON,
          LineField.LAST_ACTIVITY_ON,
          LineField.AUTO_RENEW,
          LineField.PRICE_CEILING,
          LineField.BRAND_CONFIRMED,
          LineField.STATE,
          LineField.TAGS,
          LineField.PAUSED);

  /** What a line's validity hangs on, as far as it decides which columns are filled. */
  private enum Shape {
    PERIOD,
    /** On a day of the month. */
    ANCHORED,
    /** Out of a balance without an end. */
    BALANCE,
    /** Out of a balance that dies. */
    MORTAL_BALANCE,
    ACTIVITY
  }

  private enum Host {
    ATT("8901410", 12),
    T_MOBILE("8901260", 12),
    VERIZON("891480", 13),
    /** The brand's SIMs don't tell. */
    UNKNOWN("", 0);

    private final String prefix;
    private final int digits;

    Host(String prefix, int digits) {
      this.prefix = prefix;
      this.digits = digits;
    }
  }

  /**
   * A plan of the catalog that sample lines are on.
   *
   * @param days longest time until the end of validity
   */
  private record Sold(
      String carrier, String plan, Host host, Shape shape, int days, int lifeDays, int weight) {

    Sold(String carrier, String plan, Host host, Shape shape, int days, int weight) {
      this(carrier, plan, host, shape, days, 0, weight);
    }
  }

  private static final List<Sold> RENEWABLE =
      List.of(
          new Sold("visible", "visible-base", Host.VERIZON, Shape.ANCHORED, 30, 7),
          new Sold("visible", "visible-plus", Host.VERIZON, Shape.ANCHORED, 30, 3),
          new Sold("verizon-prepaid", "verizon-prepaid-15gb", Host.VERIZON, Shape.ANCHORED, 30, 4),
          new Sold(
              "verizon-prepaid", "verizon-prepaid-unlimited", Host.VERIZON, Shape.ANCHORED, 30, 2),
          new Sold("cricket", "cricket-sensible-10gb", Host.ATT, Shape.ANCHORED, 30, 4),
          new Sold("cricket", "cricket-select-unlimited", Host.ATT, Shape.ANCHORED, 30, 4),
          new Sold("boost", "boost-unlimited", Host.ATT, Shape.ANCHORED, 30, 5),
          new Sold("metro", "metro-25-byod", Host.T_MOBILE, Shape.ANCHORED, 30, 5),
          new Sold("metro", "metro-40-period", Host.T_MOBILE, Shape.ANCHORED, 30, 4),
          new Sold("total-wireless", "total-max-5g", Host.VERIZON, Shape.PERIOD, 30, 4),
          new Sold("straight-talk", "straighttalk-bronze", Host.VERIZON, Shape.PERIOD, 30, 3),
          new Sold("straight-talk", "straighttalk-silver", Host.VERIZON, Shape.PERIOD, 30, 3),
          new Sold("simple-mobile", "simple-25", Host.VERIZON, Shape.PERIOD, 30, 4),
          new Sold("tracfone", "tracfone-20-1gb", Host.VERIZON, Shape.PERIOD, 30, 4),
          new Sold("tracfone", "tracfone-125-365", Host.VERIZON, Shape.PERIOD, 120, 2),
          new Sold("mint", "mint-6gb", Host.T_MOBILE, Shape.PERIOD, 90, 5),
          new Sold("mint", "mint-unlimited", Host.T_MOBILE, Shape.PERIOD, 90, 3),
          new Sold("h2o", "h2o-20", Host.ATT, Shape.PERIOD, 30, 5),
          new Sold("red-pocket", "redpocket-plus-20gb", Host.ATT, Shape.PERIOD, 30, 4),
          new Sold("red-pocket", "redpocket-essentials-annual", Host.ATT, Shape.PERIOD, 120, 2),
          new Sold("lycamobile", "lycamobile-19", Host.T_MOBILE, Shape.PERIOD, 30, 5),
          new Sold("lycamobile", "lycamobile-29", Host.T_MOBILE, Shape.PERIOD, 30, 4),
          new Sold("tmobile-prepaid", "tmobile-us-pass-30", Host.T_MOBILE, Shape.PERIOD, 30, 2),
          new Sold("tmobile-prepaid", "tmobile-us-pass-14", Host.T_MOBILE, Shape.PERIOD, 14, 1),
          new Sold("tello", "tello-paygo", Host.T_MOBILE, Shape.MORTAL_BALANCE, 90, 90, 2),
          new Sold("helium-mobile", "helium-air", Host.T_MOBILE, Shape.PERIOD, 30, 3),
          new Sold("gen-mobile", "gen-mobile-8gb-annual", Host.ATT, Shape.PERIOD, 120, 2),
          new Sold("good2go", "good2go-10", Host.ATT, Shape.PERIOD, 30, 2),
          new Sold("textnow", "textnow-20gb", Host.T_MOBILE, Shape.PERIOD, 30, 2),
          new Sold(
              "page-plus", "pageplus-standard-10", Host.VERIZON, Shape.MORTAL_BALANCE, 90, 120, 2),
          new Sold(
              "us-cellular-prepaid",
              "uscellular-prepaid-unlimited",
              Host.UNKNOWN,
              Shape.PERIOD,
              30,
              1),
          new Sold("att-prepaid", "att-prepaid-25-lock", Host.ATT, Shape.MORTAL_BALANCE, 30, 90, 6),
          new Sold(
              "att-prepaid",
              "att-prepaid-unlimited-saver",
              Host.ATT,
              Shape.MORTAL_BALANCE,
              30,
              90,
              4),
          new Sold("tmobile-prepaid", "tmobile-connect-5gb", Host.T_MOBILE, Shape.BALANCE, 30, 7),
          new Sold("tmobile-prepaid", "tmobile-connect-12gb", Host.T_MOBILE, Shape.BALANCE, 30, 4),
          new Sold("us-mobile", "usmobile-starter", Host.UNKNOWN, Shape.BALANCE, 30, 4),
          new Sold("tello", "tello-5gb", Host.T_MOBILE, Shape.BALANCE, 30, 5),
          new Sold("tello", "tello-100min", Host.T_MOBILE, Shape.BALANCE, 30, 3),
          new Sold("ultra", "ultra-paygo", Host.T_MOBILE, Shape.BALANCE, 30, 4),
          new Sold("hello-mobile", "hello-mobile-500mb", Host.T_MOBILE, Shape.BALANCE, 30, 2),
          new Sold("speedtalk", "speedtalk-5", Host.T_MOBILE, Shape.BALANCE, 30, 3));

  /** Kept by a bill or by use: their owners are only told. */
  private static final List<Sold> TOLD_ONLY =
      List.of(
          new Sold("google-fi", "fi-flexible", Host.T_MOBILE, Shape.PERIOD, 30, 1),
          new Sold(
              "consumer-cellular", "consumer-cellular-unlimited", Host.ATT, Shape.PERIOD, 30, 1),
          new Sold("xfinity-mobile", "xfinity-mobile-select", Host.VERIZON, Shape.PERIOD, 30, 1),
          new Sold(
              "spectrum-mobile", "spectrum-mobile-unlimited", Host.VERIZON, Shape.PERIOD, 30, 1),
          new Sold("textnow", "textnow-free", Host.T_MOBILE, Shape.ACTIVITY, 7, 1));

  private static final List<Sold> SOLD_IN_THE_SHOP =
      RENEWABLE.stream()
          .filter(
              sold ->
                  List.of("lycamobile", "h2o", "ultra", "tmobile-prepaid", "boost", "metro")
                      .contains(sold.carrier()))
          .toList();

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
  private int sims;

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
    List<Row> rows =
        List.of(
            line(new Area(617, "MA"), 0, renewable("tmobile-connect-5gb"), 9)
                .with(LineField.LABEL, "妈妈 Mom")
                .with(LineField.TAGS, "family"),
            line(new Area(617, "MA"), 1, renewable("att-prepaid-unlimited-saver"), 17)
                .with(LineField.LABEL, "爸爸 Dad")
                .with(LineField.TAGS, "family;work")
                .with(LineField.BALANCE, "12.00")
                .with(LineField.BALANCE_EXPIRES_ON, day(40)),
            line(new Area(617, "MA"), 2, renewable("mint-6gb"), 41)
                .with(LineField.LABEL, "Student")
                .with(LineField.TAGS, "family;school"),
            line(new Area(617, "MA"), 3, renewable("tello-paygo"), 23)
                .with(LineField.LABEL, "奶奶 Grandma")
                .with(LineField.TAGS, "family;bank codes")
                .with(LineField.BALANCE, "4.10")
                .with(LineField.BALANCE_EXPIRES_ON, day(23)),
            line(new Area(617, "MA"), 4, renewable("lycamobile-19"), 12)
                .with(LineField.LABEL, "Número de repuesto")
                .with(LineField.TAGS, "spare")
                .with(LineField.BRAND_CONFIRMED, "no"));
    return csv(rows);
  }

  /** Customers' lines that a shop looks after, out of one wallet that will not last. */
  private String shop() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < SHOP_LINES; i++) {
      Sold sold = weighted(SOLD_IN_THE_SHOP);
      Row row =
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
    return csv(rows);
  }

  private String fleet() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < FLEET_LINES; i++) {
      Sold sold = weighted(RENEWABLE);
      Area area = FLEET_AREAS.get(i / ORDINARY_NUMBERS);
      Row row = line(area, i % ORDINARY_NUMBERS, sold, soon(sold)).labelled(purpose(i));
      rows.add(row);
      wish(row, i);
    }
    Area last = FLEET_AREAS.getLast();
    int next = FLEET_LINES % ORDINARY_NUMBERS;
    for (int copy = 0; copy < 5; copy++) {
      for (Sold sold : TOLD_ONLY) {
        Row row = line(last, next++, sold, soon(sold)).labelled(purpose(next));
        rows.add(sold.shape() == Shape.ACTIVITY ? row.with(LineField.AUTO_RENEW, "no") : row);
      }
    }
    rows.add(line(last, next++, renewable("h2o-20"), 11).without(LineField.PLAN).labelled("Found"));
    Sold priceless = new Sold("total-wireless", "total-starter", Host.VERIZON, Shape.PERIOD, 30, 1);
    rows.add(line(last, next++, priceless, 18).labelled("Price not known"));
    // What the sandbox does with numbers that end in 90 to 98.
    for (int outcome = ORDINARY_NUMBERS; outcome < 99; outcome++) {
      for (int area = 0; area < 2; area++) {
        Sold sold = renewable(area == 0 ? "simple-25" : "tello-5gb");
        rows.add(
            line(FLEET_AREAS.get(area), outcome, sold, 6 + outcome % 7)
                .labelled("Outcome " + outcome));
      }
    }
    addPlausible(rows, last, next);
    addBroken(rows, last, next + 10);
    return csv(rows);
  }

  /** The owner's wishes that differ from the usual. */
  private void wish(Row row, int i) {
    if (i % 90 == 31) {
      row.with(LineField.PAUSED, "yes");
    } else if (i % 40 == 17) {
      row.with(LineField.AUTO_RENEW, "no");
    } else if (i % 110 == 53) {
      row.with(LineField.BRAND_CONFIRMED, "no");
    } else if (i % 170 == 101) {
      row.with(LineField.PRICE_CEILING, "2.00");
    } else if (i % 9 == 4) {
      row.with(LineField.PRICE_CEILING, "320.00");
    }
  }

  /** Odd, but good: each is taken. */
  private void addPlausible(List<Row> rows, Area area, int from) {
    Sold sold = renewable("simple-25");
    rows.add(line(area, from, sold, 8).labelled("Emoji 📱🛰️ label"));
    rows.add(line(area, from + 1, sold, 8).labelled("שלום right to left"));
    rows.add(line(area, from + 2, sold, 8).labelled("Quoted \"label\", with comma"));
    Row wrongCheckDigit = line(area, from + 3, sold, 8).labelled("Mistyped SIM number");
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
  private void addBroken(List<Row> rows, Area area, int from) {
    Sold sold = renewable("simple-25");
    Row[] broken = new Row[13];
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
    broken[11].with(LineField.AUTO_RENEW, "perhaps");
    broken[12].with(LineField.ICCID, "89O14l0 letters");
  }

  private Row line(Area area, int number, Sold sold, int validDays) {
    Row row =
        new Row()
            .with(LineField.NUMBER, "%d-555-%04d".formatted(area.code(), 100 + number))
            .with(LineField.ICCID, iccid(sold.host()))
            .with(LineField.CARRIER, sold.carrier())
            .with(LineField.PLAN, sold.plan())
            .with(LineField.VALID_UNTIL, day(validDays))
            .with(LineField.AUTO_RENEW, "yes")
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

  private static void paidBefore(Row row, int days) {
    if (days <= 0) {
      row.with(LineField.LAST_PAYMENT_ON, day(days));
    }
  }

  private int soon(Sold sold) {
    return 1 + random.nextInt(sold.days());
  }

  private String purpose(int i) {
    return PURPOSES.get(random.nextInt(PURPOSES.size())) + " " + (i + 1);
  }

  private Sold weighted(List<Sold> plans) {
    int all = plans.stream().mapToInt(Sold::weight).sum();
    int drawn = random.nextInt(all);
    for (Sold sold : plans) {
      drawn -= sold.weight();
      if (drawn < 0) {
        return sold;
      }
    }
    return plans.getLast();
  }

  private static Sold renewable(String plan) {
    return RENEWABLE.stream().filter(sold -> sold.plan().equals(plan)).findFirst().orElseThrow();
  }

  /** Counts on from zero behind the issuer's digits, where no real SIM is to be found. */
  private @Nullable String iccid(Host host) {
    if (host == Host.UNKNOWN) {
      return null;
    }
    String body = host.prefix + ("%0" + host.digits + "d").formatted(++sims);
    return body + checkDigit(body);
  }

  /** Luhn, ISO/IEC 7812-1: doubled from the right, beginning with the last digit. */
  private static int checkDigit(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = body.charAt(body.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return (10 - sum % 10) % 10;
  }

  private static String day(int fromToday) {
    return TODAY.plusDays(fromToday).toString();
  }

  private static String csv(List<Row> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(COLUMNS.stream().map(LineField::key).toList());
      rows.forEach(row -> csv.writeRecord(row.cells()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** A row on its way into a file. */
  private static final class Row {

    private final Map<LineField, String> cells = new EnumMap<>(LineField.class);

    Row with(LineField field, @Nullable String value) {
      if (value != null) {
        cells.put(field, value);
      }
      return this;
    }

    Row without(LineField field) {
      cells.remove(field);
      return this;
    }

    Row labelled(String label) {
      return with(LineField.LABEL, label);
    }

    String get(LineField field) {
      return cells.getOrDefault(field, "");
    }

    List<String> cells() {
      return COLUMNS.stream().map(this::get).toList();
    }
  }
}
