package dev.everline.line.imports;

import dev.everline.kernel.text.SearchText;
import dev.everline.line.LineField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file holds what, as someone has decided it, whatever its first row says.
 *
 * @param form how the file is read
 * @param columns one for each column of the file; empty for one that is left out
 * @param carrier the id of that of the rows that name none, or null
 */
public record ImportMapping(
    ImportForm form, List<Optional<LineField>> columns, @Nullable String carrier) {

  private static final String CARRIER_OF_ALL = ";carrier=";

  public ImportMapping {
    columns = List.copyOf(columns);
  }

  public ImportMapping(ImportForm form, List<Optional<LineField>> columns) {
    this(form, columns, null);
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
          NUMBER: full number, phone, phone number, telephone, mobile, mobile number, msisdn, mdn, \
              line number, número completo, número, número de teléfono, teléfono, móvil, celular, \
              完整号码, 手机号, 手机号码, 号码, 电话
          CARRIER: brand, operator, provider, mvno, operador, compañía, marca, 运营商, 品牌
          ICCID: sim, sim number, sim number (iccid), sim card, icc, número de sim, \
              número de la sim (iccid), tarjeta sim, chip, sim 卡号, sim 卡号（iccid）, sim卡号, sim卡, sim 卡
          LABEL: name, description, device, user, alias, nombre, nombre de la línea, descripción, \
              dispositivo, etiqueta, 备注, 备注名, 名称, 姓名, 标记, 用户
          PLAN: plan id, tariff, rate plan, tarifa, 套餐
          VALID_UNTIL: valid until, expires, expiry, expiry date, expiration, expiration date, \
              valid to, end, end date, vence, vencimiento, fecha de vencimiento, válido hasta, \
              válida hasta, 有效期, 有效期至, 到期, 到期日
          LAST_DAY: last day of service, último día de servicio, 最后有效日
          BALANCE: credit, saldo, 余额
          CURRENCY: moneda, 币种
          BALANCE_EXPIRES_ON: balance valid until, saldo válido hasta, 余额有效期, 余额有效至
          ANCHOR_DAY: monthly billing day, billing day, usual day of the month, \
              día de cobro de cada mes, día habitual del mes, 每月账单日, 每月通常的到期日
          LAST_PAYMENT_ON: last payment, último pago, 上次付款, 最近付款
          LAST_ACTIVITY_ON: last activity, last used, último uso, 上次使用, 最近使用
          RENEWED_BY: renewed by, who renews, renovada por, quién renueva, quién la renueva, \
              由谁续费, 谁续费, 谁来续费, 续费方式
          AUTO_RENEW: autorenew, auto renewal, auto-renewal (older files), renovación automática, \
              renovación automática (archivos anteriores), 自动续费, 自动续费（旧文件）
          PRICE_CEILING: ceiling, max price, maximum price, most a renewal may cost, \
              most a renewal may cost (usd), precio máximo, máximo por renovación, \
              máximo por renovación (usd), 最高价, 续费价格上限, 每次续费最多（美元）
          IF_NOT_RENEWED: if not renewable, if it can’t be renewed, si no se puede renovar, 无法续费时
          BRAND_CONFIRMED: carrier confirmed, operador confirmado, 运营商已确认
          STATE: us state, state of use, estado, estado de uso, estado de ee. uu., 州, 所在州, \
              所在州（美国）
          TAGS: tag, group, groups, etiquetas, grupo, 标签, 分组
          PAUSED: pause, en pausa, 暂停, 已暂停
          AS_OF: data as of, fecha de los datos, 数据时间
          """);

  /** The names of the columns that an import's rejects file adds; they come back with it. */
  private static final Set<String> REASONS =
      Stream.of(
              "reject row",
              "reject columns",
              "reject reasons",
              "reject codes",
              "columns to correct",
              "what is wrong",
              "columnas por corregir",
              "qué está mal",
              "需更正的列",
              "问题")
          .map(ImportMapping::word)
          .collect(Collectors.toUnmodifiableSet());

  private static Map<LineField, List<String>> words(String table) {
    Map<LineField, List<String>> words = new EnumMap<>(LineField.class);
    table
        .lines()
        .map(row -> row.split(": ", 2))
        .forEach(
            row ->
                words.put(
                    LineField.valueOf(row[0]),
                    Arrays.stream(row[1].split(", +")).map(ImportMapping::word).toList()));
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
    return new ImportMapping(other, columns, carrier);
  }

  /** Whether a column is one that a rejects file has added, and says nothing of a line. */
  public static boolean isReason(String name) {
    return REASONS.contains(word(name));
  }

  /** Neither capitals and accents matter nor what stands between the words. */
  private static String word(String name) {
    return SearchText.folded(name).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  /** What a word of several languages means that people put above a column. */
  static Optional<LineField> byWord(String name) {
    String word = word(name);
    return WORDS.entrySet().stream()
        .filter(field -> field.getValue().contains(word))
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
        .collect(
            Collectors.joining(",", form + ":", carrier == null ? "" : CARRIER_OF_ALL + carrier));
  }

  /**
   * @throws InvalidValue when the text isn't a mapping
   */
  public static ImportMapping parse(String text) {
    int colon = text.indexOf(':');
    ImportForm form = ImportForm.parse(text.substring(0, Math.max(0, colon)));
    List<Optional<LineField>> columns = new ArrayList<>();
    String rest = text.substring(colon + 1);
    int of = rest.indexOf(CARRIER_OF_ALL);
    String carrier = of < 0 ? null : rest.substring(of + CARRIER_OF_ALL.length());
    for (String key : (of < 0 ? rest : rest.substring(0, of)).split(",", -1)) {
      columns.add(key.isEmpty() ? Optional.empty() : Optional.of(LineField.parse(key)));
    }
    return new ImportMapping(form, columns, carrier);
  }

  /** The fields that lines need and no column holds. */
  public List<LineField> missing() {
    return ImportHeader.NEEDED.stream()
        .filter(field -> !columns.contains(Optional.of(field)))
        .filter(field -> field != LineField.CARRIER || carrier == null)
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
