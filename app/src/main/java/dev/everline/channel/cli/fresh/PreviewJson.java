package dev.everline.channel.cli.fresh;

import dev.everline.catalog.install.CatalogDiff;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.renewal.update.LineEffect;
import dev.everline.renewal.update.Preview;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What another catalog would change, for programs. */
record PreviewJson(
    @Nullable KeptBundle bundle,
    @Nullable String note,
    @Nullable String nextKey,
    List<String> files,
    List<String> overridden,
    List<CatalogDiff.Change> changes,
    Lines lines) {

  /** How many lines, by what changes, and the first of them. */
  record Lines(
      long looked,
      long changed,
      long price,
      long lastDay,
      long numberLost,
      long endangered,
      long withoutPlan,
      long withoutCarrier,
      List<LineEffect> shown) {}

  static PreviewJson of(Preview preview) {
    Preview.Lines lines = preview.lines();
    return new PreviewJson(
        preview.bundle(),
        preview.note(),
        preview.nextKey() == null ? null : preview.nextKey().toString(),
        preview.files(),
        preview.overridden(),
        preview.changes(),
        new Lines(
            lines.looked(),
            lines.changed(),
            lines.price(),
            lines.lastDay(),
            lines.numberLost(),
            lines.endangered(),
            lines.withoutPlan(),
            lines.withoutCarrier(),
            lines.shown()));
  }
}
