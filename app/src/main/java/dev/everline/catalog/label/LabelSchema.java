package dev.everline.catalog.label;

import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column sets of label files. The Order prescribes no names, so each set is known by the
 * columns that it can't do without; all others are read where they are there and kept in any case.
 */
enum LabelSchema {
  /** "bblabel-1": the draft specification of 2024-07-17 for BITAG, 56 columns. */
  BITAG_DRAFT("unique_plan_identifier", "provider_name") {
    @Override
    Set<String> required() {
      return Set.of("unique_plan_identifier", "provider_name", "price_recurring");
    }

    @Override
    Label read(LabelRow row) {
      String id = row.requiredText("unique_plan_identifier");
      if (!id.isEmpty()) {
        row.checkIdentifier("unique_plan_identifier", id);
      }
      String connection = row.oneOf("connection_type", List.of("fixed", "mobile", "satellite"));
      if (connection != null && !connection.equals("mobile")) {
        row.reject("connection_type", "isn't a mobile line", "leave other lines out");
      }
      String frn = row.text("fcc_registration_number");
      if (frn != null && id.length() == 26 && !id.startsWith(frn, 1)) {
        row.reject("fcc_registration_number", "is not the one in the identifier", "correct one");
      }
      row.oneOf("currency", List.of("USD"));
      String provider = row.requiredText("provider_name");
      String name = row.text("service_plan_name");
      String details = row.text("price_details");
      String taxes = row.oneOf("government_taxes", List.of("Included", "Varies", "Not Applicable"));
      String limited = row.oneOf("policy_data_usage", List.of("Yes", "No"));
      boolean unlimited = "No".equals(limited);
      String priceType = row.text("price_type");
      return new Label(
          id,
          provider,
          name == null ? provider : name,
          row.date("date_published"),
          monthly(details) ? 30 : null,
          row.price("price_recurring"),
          taxesIncluded(taxes),
          priceType != null && priceType.equalsIgnoreCase("Post-Paid"),
          unlimited,
          null,
          introduction(row),
          joined(row.text("fee_data_usage"), row.text("fee_data_usage_description")),
          joined(details, row.text("restrictions_apply"), row.text("contract_details")),
          row.values());
    }

    private @Nullable String introduction(LabelRow row) {
      String price = row.text("fee_introductory");
      String words = row.text("fee_introductory_description");
      return joined(dollars(price), words);
    }
  },
  /** The form of Sonar's sonarbcd tool, 24 columns. */
  SONAR("data_service_id", "company_name") {
    @Override
    Set<String> required() {
      return Set.of(
          "company_name",
          "fcc_id",
          "data_service_id",
          "data_service_name",
          "fixed_or_mobile",
          "data_service_price");
    }

    @Override
    Label read(LabelRow row) {
      String kind = row.oneOf("fixed_or_mobile", List.of("Fixed", "Mobile"));
      if (kind == null && row.text("fixed_or_mobile") == null) {
        row.reject("fixed_or_mobile", "is empty", "write Fixed or Mobile");
      }
      String frn = row.requiredText("fcc_id");
      String service = row.requiredText("data_service_id");
      String id = (kind == null ? "M" : kind.substring(0, 1)) + frn + service;
      if (!frn.isEmpty() && !service.isEmpty()) {
        row.checkIdentifier("data_service_id", id);
      }
      int months = row.months("billing_frequency_in_months");
      BigDecimal gigabytes = row.gigabytes("data_included_in_monthly_price");
      String overage = row.text("overage_fee");
      String block = row.text("overage_data_amount");
      String contract = row.text("contract_duration");
      Money monthly = row.price("data_service_price");
      return new Label(
          id,
          row.requiredText("company_name"),
          row.requiredText("data_service_name"),
          null,
          months * 30,
          monthly.times(months),
          // A label's price is without taxes (FCC 22-86), and this form can't say otherwise.
          false,
          false,
          gigabytes == null,
          gigabytes,
          introduction(row),
          joined(dollars(overage), block == null ? null : "for each " + block + " GB more"),
          joined(contract == null ? null : "contract of " + contract + " months"),
          row.values());
    }

    private @Nullable String introduction(LabelRow row) {
      String price = row.text("introductory_price_per_month");
      String months = row.text("introductory_period_in_months");
      return joined(dollars(price), months == null ? null : "for " + months + " months");
    }
  };

  private static final int MAX_WORDS = 1_000;

  private final String identifierColumn;
  private final String providerColumn;

  LabelSchema(String identifierColumn, String providerColumn) {
    this.identifierColumn = identifierColumn;
    this.providerColumn = providerColumn;
  }

  String identifierColumn() {
    return identifierColumn;
  }

  String providerColumn() {
    return providerColumn;
  }

  abstract Set<String> required();

  /** The label, of harmless values where the row rejected a column. */
  abstract Label read(LabelRow row);

  /** The columns it can't do without and that the header doesn't have. */
  List<String> missingIn(Set<String> header) {
    return required().stream().filter(column -> !header.contains(column)).sorted().toList();
  }

  private static @Nullable Boolean taxesIncluded(@Nullable String word) {
    return switch (word) {
      case "Included" -> true;
      case "Varies" -> false;
      case null, default -> null;
    };
  }

  /** The price of a label is for a month unless its details say otherwise. */
  private static boolean monthly(@Nullable String details) {
    return details == null || details.toLowerCase(Locale.ROOT).startsWith("month");
  }

  private static @Nullable String dollars(@Nullable String amount) {
    return amount == null ? null : "$" + amount.replace("$", "");
  }

  /** Plans say it in few words; the row keeps the whole of it. */
  private static String shortened(String words) {
    if (words.length() <= MAX_WORDS) {
      return words;
    }
    int end = Character.isHighSurrogate(words.charAt(MAX_WORDS - 1)) ? MAX_WORDS - 1 : MAX_WORDS;
    return words.substring(0, end) + "…";
  }

  private static @Nullable String joined(@Nullable String... parts) {
    List<String> given = new ArrayList<>();
    for (String part : parts) {
      if (part != null) {
        given.add(part);
      }
    }
    return given.isEmpty() ? null : shortened(String.join("; ", given));
  }
}
