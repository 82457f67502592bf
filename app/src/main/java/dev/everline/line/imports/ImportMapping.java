package dev.everline.line.imports;

import dev.everline.line.LineField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file holds what, as someone has decided it, whatever its first row says.
 *
 * @param form how the file is read
 * @param columns one for each column of the file; empty for one that is left out
 */
public record ImportMapping(ImportForm form, List<Optional<LineField>> columns) {

  public ImportMapping {
    columns = List.copyOf(columns);
  }

  /** What separates cells. */
  public enum Separator {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t');

    private final char character;

    Separator(char character) {
      this.character = character;
    }

    char character() {
      return character;
    }
  }

  /** Words by which people name columns, beside the fields' own names. */
  private static final Map<LineField, List<String>> WORDS =
      words(
          """
          NUMBER: phone, phone number, telephone, mobile, mobile number, msisdn, mdn, line number, \
              número, teléfono, móvil, celular, 手机号, 手机号码, 号码, 电话
          CARRIER: brand, operator, provider, mvno, operador, compañía, marca, 运营商, 品牌
          ICCID: sim, sim number, sim card, icc, número de sim, sim 卡号, sim卡号, sim卡, sim 卡, tarjeta sim, chip
          LABEL: name, description, device, user, alias, nombre, descripción, dispositivo, 备注, 名称, \
              姓名, etiqueta, 标记, 用户
          PLAN: plan id, tariff, rate plan, tarifa, 套餐
          VALID_UNTIL: expires, expiry, expiry date, expiration, expiration date, valid to, end, \
              end date, vence, vencimiento, válido hasta, 有效期, 到期, 到期日
          BALANCE: credit, saldo, 余额
          CURRENCY: moneda, 币种
          TAGS: tag, group, groups, etiquetas, grupo, 标签, 分组
          STATE: us state, state of use, estado, estado de uso, 州, 所在州
          RENEWED_BY: renewed by, who renews, renovada por, quién renueva, quién la renueva, quien renueva, 由谁续费, 谁续费, 谁来续费, 续费方式
          AUTO_RENEW: autorenew, auto renewal, renovación automática, 自动续费
          PRICE_CEILING: ceiling, max price, maximum price, precio máximo, 最高价
          IF_NOT_RENEWED: if not renewable, si no se puede renovar, 无法续费时
          PAUSED: pause, en pausa, 暂停
          LAST_PAYMENT_ON: last payment, último pago, 上次付款
          LAST_ACTIVITY_ON: last activity, last used, último uso, 上次使用
          """);

  private static Map<LineField, List<String>> words(String table) {
    Map<LineField, List<String>> words = new EnumMap<>(LineField.class);
    table
        .lines()
        .map(row -> row.split(": ", 2))
        .forEach(row -> words.put(LineField.valueOf(row[0]), List.of(row[1].split(", +"))));
    return words;
  }

  /** What the names in a first row seem to mean; each field appears once. */
  static ImportMapping guess(ImportForm form, List<String> names) {
    Set<LineField> taken = EnumSet.noneOf(LineField.class);
    // A field's own name takes precedence over a synonym further left.
    List<Optional<LineField>> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(LineField.named(name).filter(taken::add));
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isEmpty()) {
        columns.set(i, byWord(names.get(i)).filter(taken::add));
      }
    }
    return new ImportMapping(form, columns);
  }

  /** The same columns, read in another form. */
  public ImportMapping in(ImportForm other) {
    return new ImportMapping(other, columns);
  }

  /** What a word of several languages means that people put above a column. */
  static Optional<LineField> byWord(String name) {
    String word =
        name.strip().toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ').replace('.', ' ');
    return WORDS.entrySet().stream()
        .filter(field -> field.getValue().contains(word.strip()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * As it is kept: the form, then each column's field.
   *
   * @see #parse
   */
  @Override
  public String toString() {
    return columns.stream()
        .map(field -> field.map(LineField::key).orElse(""))
        .collect(Collectors.joining(",", form + ":", ""));
  }

  /**
   * @throws InvalidValue when the text isn't a mapping
   */
  public static ImportMapping parse(String text) {
    int colon = text.indexOf(':');
    ImportForm form = ImportForm.parse(text.substring(0, Math.max(0, colon)));
    List<Optional<LineField>> columns = new ArrayList<>();
    for (String key : text.substring(colon + 1).split(",", -1)) {
      columns.add(key.isEmpty() ? Optional.empty() : Optional.of(LineField.parse(key)));
    }
    return new ImportMapping(form, columns);
  }

  /** The fields that lines need and no column holds. */
  public List<LineField> missing() {
    return ImportHeader.NEEDED.stream()
        .filter(field -> !columns.contains(Optional.of(field)))
        .toList();
  }

  /** The first field that two columns hold, or null. */
  public @Nullable LineField twice() {
    Set<LineField> seen = EnumSet.noneOf(LineField.class);
    return columns.stream()
        .flatMap(Optional::stream)
        .filter(field -> !seen.add(field))
        .findFirst()
        .orElse(null);
  }
}
