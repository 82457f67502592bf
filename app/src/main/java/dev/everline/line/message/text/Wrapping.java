package dev.everline.line.message.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes off what phones, mail programs and people put around a carrier's message: times of arrival,
 * header lines, marks of parts and of quotation, and their own words beside a quoted message.
 */
public final class Wrapping {

  private static final String DATE =
      "(?:\\d{1,4}[/.-]\\d{1,2}(?:[/.-]\\d{1,4})?|(?:\\p{L}{3,9}\\.?,?\\s)?\\p{L}{3,9}\\.?\\s\\d{1,2}(?:,?\\s20\\d\\d)?"
          + "|today|yesterday|hoy|ayer|今天|昨天|(?:20\\d\\d年)?\\d{1,2}月\\d{1,2}日)";
  private static final String TIME =
      "(?:[上下]午\\s?)?\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\s?[AaPp]\\.?\\s?[Mm]\\.?)?";

  /** "11/29/26 6:10 PM", "[Today 09:41]", at the beginning of a line. */
  private static final Pattern ARRIVAL =
      Pattern.compile(
          "(?im)^[\\s\\[(]*"
              + DATE
              + "[,]?\\s(?:at\\s|a las\\s)?"
              + TIME
              + "[\\s\\])]*[-:,–|]?\\s*");

  /** "Metro > me, 11/29:". */
  private static final Pattern TO_ME =
      Pattern.compile("(?i)^([^\\n>]{2,24}?)\\s*>\\s*(?:me|yo|我)\\b,?[^:\\n]{0,20}:");

  /** Of a mail's header only who sent it and its subject say something. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?im)^(?:date|sent|to|cc|reply-to|fecha|enviado|para|日期|时间|收件人|发送时间)\\s?[:：][^\\n]*\\n");

  /** "(1/2)": a part of a message that was sent in several. */
  private static final Pattern PART = Pattern.compile("[(\\[]\\d\\s?/\\s?\\d[)\\]]");

  private static final Pattern MARKED_SENDER =
      Pattern.compile("^[\\s>]*>[\\s>]*[^.!?:：]{2,40}[:：]");

  /** The lines and the dots of a table made of text. */
  private static final Pattern RULE = Pattern.compile("\n?[=_*~-]{4,}(?:\n|$)");

  private static final Pattern LEADER = Pattern.compile("\\s\\.{3,}\\s");

  private static final Pattern QUOTED = Pattern.compile("[“\"「«]([^“”\"「」«»]{25,})[”\"」»]");

  private Wrapping() {}

  public static String off(String message) {
    String bare = quoted(unmarked(message));
    bare = PART.matcher(bare).replaceAll(" ");
    bare = RULE.matcher(bare).replaceAll("\n");
    bare = LEADER.matcher(bare).replaceAll(": ");
    bare = HEADER.matcher(bare).replaceAll("");
    bare = ARRIVAL.matcher(bare).replaceAll("");
    return TO_ME.matcher(bare).replaceFirst("$1:");
  }

  /**
   * Without the lines of an earlier message that mail programs mark; where those come first and
   * name their sender, they are the message, and what follows is what somebody says of it.
   */
  private static String unmarked(String message) {
    if (!message.contains(">")) {
      return message;
    }
    List<String> lines = message.lines().toList();
    boolean first = MARKED_SENDER.matcher(lines.getFirst()).find();
    return lines.stream()
        .filter(line -> line.stripLeading().startsWith(">") == first)
        .map(line -> first ? line.replaceFirst("^[\\s>]+", "") : line)
        .collect(Collectors.joining("\n"));
  }

  /** Of a message in quotation marks, with somebody's words around it, the message. */
  private static String quoted(String message) {
    Matcher quoted = QUOTED.matcher(message);
    if (!quoted.find()) {
      return message;
    }
    int around = message.length() - (quoted.end() - quoted.start());
    String inside = quoted.group(1);
    return around < inside.length() ? inside : message;
  }
}
