package dev.everline.channel.web.order;

import dev.everline.channel.web.frame.CatalogText;
import dev.everline.channel.web.frame.Visit;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.price.Quote;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.FontSelector;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

/**
 * A receipt as a file to keep or to hand in, saying what its page says in the reader's language.
 *
 * <p>No font is put into it: a viewer has those of Latin letters, and finds its own for Chinese,
 * Korean and others by the character sets that are named.
 */
final class ReceiptPdf {

  private static final float MARGIN = 42;
  private static final float[] TWO_COLUMNS = {2, 3};
  private static final Color QUIET = new Color(0x55, 0x55, 0x55);
  private static final Color HAIRLINE = new Color(0xbb, 0xbb, 0xbb);

  private static final Pattern TURNING =
      Pattern.compile("[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private final FontSelector heading = fonts(18, Color.BLACK);
  private final FontSelector text = fonts(10.5f, Color.BLACK);
  private final FontSelector quiet = fonts(9, QUIET);

  private ReceiptPdf() {}

  /** The first that has a character draws it. */
  private static FontSelector fonts(float size, Color colour) {
    FontSelector selector = new FontSelector();
    selector.addFont(new Font(font(BaseFont.HELVETICA, BaseFont.CP1252), size, 0, colour));
    selector.addFont(new Font(font("STSong-Light", "UniGB-UCS2-H"), size, 0, colour));
    selector.addFont(new Font(font("MSung-Light", "UniCNS-UCS2-H"), size, 0, colour));
    selector.addFont(new Font(font("HYSMyeongJo-Medium", "UniKS-UCS2-H"), size, 0, colour));
    return selector;
  }

  private static BaseFont font(String name, String encoding) {
    try {
      return BaseFont.createFont(name, encoding, BaseFont.NOT_EMBEDDED);
    } catch (java.io.IOException missing) {
      throw new java.io.UncheckedIOException("the library has " + name, missing);
    }
  }

  /** The file's bytes. */
  static byte[] of(Visit v, OrderPages.OrderPage page) {
    return new ReceiptPdf().write(v, page);
  }

  private byte[] write(Visit v, OrderPages.OrderPage page) {
    Order order = page.order();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Document document = new Document(PageSize.A5, MARGIN, MARGIN, MARGIN, MARGIN);
    PdfWriter.getInstance(document, bytes).setViewerPreferences(PdfWriter.DisplayDocTitle);
    document.setDocumentLanguage(v.words().language().tag());
    document.addTitle(v.say("receipt.title") + " " + order.id());
    document.addCreator("Everline");
    document.open();
    document.add(new Paragraph(quiet.process("Everline")));
    Paragraph title = new Paragraph(heading.process(v.say("receipt.title")));
    title.setLeading(26);
    title.setSpacingAfter(12);
    document.add(title);
    document.add(facts(v, page));
    document.add(price(v, page));
    document.add(new Paragraph(text.process(v.say("receipt.paid"))));
    document.close();
    return bytes.toByteArray();
  }

  private record Row(String name, String value) {}

  private PdfPTable facts(Visit v, OrderPages.OrderPage page) {
    Order order = page.order();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(v.say("receipt.account"), v.account() == null ? "" : v.account().name()));
    rows.add(new Row(v.say("lines.line"), page.title()));
    rows.add(new Row(v.say("order.what"), page.what(v)));
    rows.add(new Row(v.say("order.when"), v.time(order.createdAt())));
    rows.add(
        new Row(
            v.say("renew.new-end"),
            order.validUntil() == null ? v.say("renew.no-change") : v.date(order.validUntil())));
    rows.add(new Row(v.say("order.number"), order.id().toString()));
    if (order.carrierReference() != null) {
      rows.add(new Row(v.say("receipt.carrier-reference"), order.carrierReference()));
    }
    PdfPTable table = table(TWO_COLUMNS);
    for (Row row : rows) {
      table.addCell(cell(quiet, row.name(), Element.ALIGN_LEFT));
      table.addCell(cell(text, row.value(), Element.ALIGN_LEFT));
    }
    return table;
  }

  private PdfPTable price(Visit v, OrderPages.OrderPage page) {
    PdfPTable table = table(3, 2);
    for (Quote.Component part : page.components()) {
      String detail = CatalogText.detail(v, part);
      String name = v.name("price", part.name());
      table.addCell(
          cell(
              text,
              detail.isBlank() ? name : name + v.say("in-brackets", detail),
              Element.ALIGN_LEFT));
      table.addCell(cell(text, v.money(part.amount()), Element.ALIGN_RIGHT));
    }
    for (PdfPCell total :
        List.of(
            cell(text, v.say("price.total"), Element.ALIGN_LEFT),
            cell(text, v.money(page.order().total()), Element.ALIGN_RIGHT))) {
      total.setBorder(Rectangle.TOP);
      total.setBorderColor(Color.BLACK);
      table.addCell(total);
    }
    return table;
  }

  private static PdfPTable table(float... widths) {
    PdfPTable table = new PdfPTable(widths);
    table.setWidthPercentage(100);
    table.setSpacingAfter(14);
    return table;
  }

  private static PdfPCell cell(FontSelector fonts, String words, int align) {
    // Narrow spaces, which times and amounts have, are in none of the fonts; and what turns the
    // direction of writing around would have a name read as another.
    String plain =
        TURNING.matcher(words.replace('\u202f', ' ').replace('\u00a0', ' ')).replaceAll("");
    Phrase phrase = fonts.process(plain);
    PdfPCell cell = new PdfPCell(phrase);
    cell.setBorder(Rectangle.BOTTOM);
    cell.setBorderColor(HAIRLINE);
    cell.setPaddingTop(5);
    cell.setPaddingBottom(6);
    cell.setHorizontalAlignment(align);
    return cell;
  }
}
