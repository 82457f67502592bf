package dev.everline.channel.api;

import dev.everline.catalog.Abroad;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.Service;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.channel.api.http.Amount;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.InvalidValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is known of carriers and plans, and what the marks on a SIM say. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "Catalog", description = "Carriers, plans, and what a SIM's numbers say.")
final class CatalogController {

  private final Catalog catalog;
  private final Identifier identifier;

  CatalogController(Catalog catalog, Identifier identifier) {
    this.catalog = catalog;
    this.identifier = identifier;
  }

  @Schema(name = "Provenance", description = "The source, its date, and how far to trust it.")
  record From(
      String source,
      @Schema(description = "A year, a month or a day, as the source gives it.") String asOf,
      Confidence confidence,
      @Schema(description = "False for a hint that must not be shown as a fact.") boolean fact) {

    static From of(Provenance provenance) {
      return new From(
          provenance.source(), provenance.asOf(), provenance.confidence(), provenance.isFact());
    }
  }

  @Schema(name = "Carrier")
  record CarrierView(
      String id,
      String brand,
      @Schema(description = "The company behind the brand.") @Nullable String legal,
      @Schema(
              description =
                  "Host network today; multi where the customer may choose, none without a SIM.")
          String network,
      @Schema(description = "Networks that older SIMs may still use.")
          List<EarlierNetwork> earlierNetworks,
      @Schema(description = "A SIM, a number in an app, or one that is only stored.")
          Service.Kind kind,
      @Schema(description = "What senders of codes find in its numbers; null if unknown.")
          @Nullable NumberClass numberClass,
      @Schema(description = "The zone its dates are counted in.") String zone,
      @Schema(description = "Billed after use; then Everline only reminds.") boolean postpaid,
      Carrier.Status status,
      @Schema(description = "How to reach customer care.") @Nullable String care,
      List<String> balanceCodes,
      List<String> refillCodes,
      @Schema(description = "Official addresses by purpose.") Map<String, String> sites,
      @Nullable String notes,
      From provenance) {

    @Schema(name = "EarlierNetwork")
    record EarlierNetwork(
        String network,
        @Schema(description = "A year, month or day; null if unknown.") @Nullable String until,
        @Nullable String note,
        From provenance) {}

    @Schema(name = "NumberClass")
    record NumberClass(Service.NumberClass is, From provenance) {

      static @Nullable NumberClass of(Service.@Nullable Numbers numbers) {
        return numbers == null
            ? null
            : new NumberClass(numbers.numberClass(), From.of(numbers.provenance()));
      }
    }

    static CarrierView of(Carrier carrier) {
      return new CarrierView(
          carrier.id(),
          carrier.brand(),
          carrier.legal(),
          carrier.network(),
          carrier.service().earlierNetworks().stream()
              .map(
                  earlier ->
                      new EarlierNetwork(
                          earlier.network(),
                          earlier.until(),
                          earlier.note(),
                          From.of(earlier.provenance())))
              .toList(),
          carrier.service().kind(),
          NumberClass.of(carrier.service().numbers()),
          carrier.zone().getId(),
          carrier.postpaid(),
          carrier.status(),
          carrier.care(),
          carrier.balanceCodes(),
          carrier.refillCodes(),
          carrier.sites(),
          carrier.notes(),
          From.of(carrier.provenance()));
    }
  }

  @Schema(name = "Plan")
  record PlanView(
      String id,
      String carrier,
      String name,
      Plan.Kind kind,
      String lapseRule,
      @Schema(
              description =
                  "What one payment at the plan's price buys: so many days or calendar months;"
                      + " null if unknown.",
              example = "P30D")
          @Nullable String period,
      @Schema(description = "The price of one period, each from its date on, oldest first.")
          List<PriceView> prices,
      @Schema(description = "Every call and text is charged to the balance.")
          boolean servedFromBalance,
      @Schema(description = "Whether the price includes all taxes and fees; null if unknown.")
          @Nullable Boolean taxesIncluded,
      boolean unlimitedData,
      @Schema(description = "Full-speed data in a period.") @Nullable BigDecimal dataGb,
      @Nullable BigDecimal hotspotGb,
      @Nullable Integer throttleKbps,
      @Schema(description = "What the carrier sells at once besides, each at its own price.")
          List<TermView> terms,
      @Nullable String conditions,
      @Schema(description = "What holds outside the US; null if nothing is known.")
          @Nullable AbroadView abroad,
      @Schema(description = "No longer sold.") boolean legacy,
      From provenance) {

    @Schema(name = "PlanAbroad")
    record AbroadView(
        @Schema(description = "How texts arrive abroad.") Abroad.Texts smsAbroad,
        @Schema(description = "For one text received while roaming; null if unknown.")
            @Nullable Amount smsPrice,
        @Schema(description = "The country of that price, ISO 3166-1; null where it is general.")
            @Nullable String smsPriceIn,
        @Nullable Boolean wifiCallingAbroad,
        @Schema(description = "The line must first be used in the US; null if unknown.")
            @Nullable Boolean activationOnlyInUs,
        @Nullable String note,
        From provenance) {

      static @Nullable AbroadView of(@Nullable Abroad abroad) {
        return abroad == null
            ? null
            : new AbroadView(
                abroad.texts(),
                Amount.ofNullable(abroad.textPrice()),
                abroad.textPriceIn(),
                abroad.wifiCalling(),
                abroad.activationOnlyInUs(),
                abroad.note(),
                From.of(abroad.provenance()));
      }
    }

    @Schema(name = "PlanPrice")
    record PriceView(
        @Schema(description = "First day, in the carrier's zone.") LocalDate from,
        Amount regular,
        @Schema(description = "With the carrier's own automatic payment.")
            @Nullable Amount withAutopay,
        String source) {}

    @Schema(name = "PlanTerm")
    record TermView(
        @Schema(example = "P180D") String length,
        Amount price,
        @Schema(description = "Who it is sold to; a renewing line never gets one for NEW.")
            Plan.Audience audience,
        @Nullable String note) {}

    private static @Nullable String key(@Nullable Length length) {
      return length == null ? null : length.key();
    }

    static PlanView of(Plan plan) {
      return new PlanView(
          plan.id(),
          plan.carrier(),
          plan.name(),
          plan.kind(),
          plan.lapseRule(),
          key(plan.period()),
          plan.prices().stream()
              .map(
                  price ->
                      new PriceView(
                          price.from(),
                          Amount.of(price.regular()),
                          Amount.ofNullable(price.withAutopay()),
                          price.source()))
              .toList(),
          plan.servedFromBalance(),
          plan.taxesIncluded(),
          plan.unlimitedData(),
          plan.dataGb(),
          plan.hotspotGb(),
          plan.throttleKbps(),
          plan.terms().stream()
              .map(
                  term ->
                      new TermView(
                          term.length().key(),
                          Amount.of(term.price()),
                          term.audience(),
                          term.note()))
              .toList(),
          plan.conditions(),
          AbroadView.of(plan.abroad()),
          plan.legacy(),
          From.of(plan.provenance()));
    }
  }

  @Schema(name = "IdentifyRequest")
  record Question(
      @Schema(
              description =
                  "An ICCID, IMSI, EID, IMEI or telephone number, with or without separators, an"
                      + " eSIM's activation code, or a carrier's name.")
          @Nullable String text,
      @Schema(description = "The SIM's group identifier in hexadecimal, where known.")
          @Nullable String gid1) {}

  @Schema(name = "Identification")
  record Answer(
      Identification.Kind kind,
      @Schema(description = "Whether it has the form of its kind.") boolean valid,
      @Schema(description = "Host network; null if unknown.") @Nullable String network,
      @Schema(description = "Null if unknown: then the owner must choose.") @Nullable Brand brand,
      @Schema(description = "The brands the owner can choose from.") List<Brand> candidates,
      Confidence confidence,
      @Schema(description = "The rule behind the answer.") String rule,
      List<String> warnings) {

    @Schema(name = "Brand")
    record Brand(
        @Schema(description = "Its id in the catalog.") @Nullable String carrier, String name) {

      static Brand of(Identification.Brand brand) {
        return new Brand(brand.carrier(), brand.name());
      }
    }

    static Answer of(Identification found) {
      Identification.Brand brand = found.brand();
      return new Answer(
          found.kind(),
          found.valid(),
          found.network(),
          brand == null ? null : Brand.of(brand),
          found.candidates().stream().map(Brand::of).toList(),
          found.confidence(),
          found.rule(),
          found.warnings());
    }
  }

  @GetMapping("/catalog/carriers")
  @Operation(operationId = "listCarriers", summary = "The carriers, by their ids")
  Page<CarrierView> carriers(
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    return Page.of(
        catalog.carriers().values(),
        "carrier",
        cursor,
        Page.limit(limit),
        Carrier::id,
        CarrierView::of);
  }

  @GetMapping("/catalog/plans")
  @Operation(operationId = "listPlans", summary = "The plans, by their ids")
  Page<PlanView> plans(
      @Parameter(description = "Only plans of this carrier, by its id or name.")
          @RequestParam(required = false)
          @Nullable String carrier,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    Collection<Plan> plans =
        carrier == null
            ? catalog.plans().values()
            : catalog.plansOf(catalog.carrierNamed(carrier).id());
    return Page.of(plans, "plan", cursor, Page.limit(limit), Plan::id, PlanView::of);
  }

  @GetMapping("/catalog/plans/{plan}")
  @Operation(operationId = "getPlan", summary = "One plan")
  PlanView plan(@PathVariable String plan) {
    return PlanView.of(catalog.plan(plan));
  }

  @PostMapping(path = "/identify", consumes = "application/json")
  @Operation(
      operationId = "identify",
      summary = "What an identifier says about a line, and what it can't say",
      description =
          "A POST, so that no number appears in a URL. Nothing is stored. A SIM's ICCID"
              + " identifies the host network, never the brand.")
  Answer identify(@RequestBody Question question) {
    if (question.text() == null) {
      throw InvalidValue.withoutValue("text", "is missing", "give what is printed on the SIM");
    }
    return Answer.of(identifier.identify(question.text(), question.gid1()));
  }
}
