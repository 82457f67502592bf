package dev.everline.channel.cli;

import dev.everline.kernel.BucketedId;
import dev.everline.kernel.Money;
import java.io.PrintWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * What a command prints for programs: one JSON document. Amounts are {@code {"amount": "25.00",
 * "currency": "USD"}}, ids their text, dates and instants ISO 8601.
 */
public final class Json {

  private final JsonMapper mapper;

  public Json() {
    SimpleModule values = new SimpleModule("everline");
    values.addSerializer(Money.class, new MoneySerializer());
    values.addSerializer(BucketedId.class, new IdSerializer());
    mapper =
        JsonMapper.builder()
            .addModule(values)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
  }

  /** Prints a value: a record, a map or a list of such. */
  public void print(PrintWriter out, Object value) {
    out.println(mapper.writeValueAsString(value));
    out.flush();
  }

  private static final class MoneySerializer extends ValueSerializer<Money> {
    @Override
    public void serialize(Money money, JsonGenerator json, SerializationContext context) {
      json.writePOJO(
          Map.of(
              "amount", money.toDecimal().toPlainString(),
              "currency", money.currency().getCurrencyCode()));
    }
  }

  private static final class IdSerializer extends ValueSerializer<BucketedId> {
    @Override
    public void serialize(BucketedId id, JsonGenerator json, SerializationContext context) {
      json.writeString(id.toString());
    }
  }
}
