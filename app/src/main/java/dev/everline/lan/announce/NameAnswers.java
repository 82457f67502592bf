package dev.everline.lan.announce;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What there is to say of one name by multicast DNS (RFC 6762): answers to questions,
 * announcements, farewells, and who else claims it. Pure: messages in, messages out.
 */
final class NameAnswers {

  /** As the standard recommends for addresses. */
  private static final long SECONDS = 120;

  /** For who asks as one asks a name server, and keeps it without hearing of changes. */
  private static final long SECONDS_ONCE = 10;

  /** In a record: this is all there is of it. In a question: answer me alone. */
  private static final int TOP_BIT = 0x8000;

  private final Name name;

  /**
   * @param name such as {@code everline.local}
   */
  NameAnswers(String name) {
    try {
      this.name = Name.fromString(name + ".");
    } catch (TextParseException none) {
      throw new IllegalArgumentException("not a name: " + name, none);
    }
  }

  /**
   * The answer to a question, if it is about the name and needs one.
   *
   * @param own the name's addresses where the question came from
   * @param once whether it is asked as one asks a name server
   */
  Optional<Message> answer(Message asked, List<InetAddress> own, boolean once) {
    if (asked.getHeader().getFlag(Flags.QR) || asked.getHeader().getOpcode() != Opcode.QUERY) {
      return Optional.empty();
    }
    Set<Integer> wanted = new HashSet<>();
    for (Record question : asked.getSection(Section.QUESTION)) {
      if (question.getName().equals(name) && isInternet(question.getDClass())) {
        wanted.add(question.getType());
      }
    }
    if (!isAbout(wanted) || (!once && isKnown(asked, own, wanted))) {
      return Optional.empty();
    }
    Message answer = response();
    if (once) {
      answer.getHeader().setID(asked.getHeader().getID());
      asked.getSection(Section.QUESTION).forEach(each -> answer.addRecord(each, Section.QUESTION));
    }
    long ttl = once ? SECONDS_ONCE : SECONDS;
    for (Record record : addresses(own, once ? DClass.IN : DClass.IN | TOP_BIT, ttl)) {
      boolean asks = wanted.contains(record.getType()) || wanted.contains(Type.ANY);
      answer.addRecord(record, asks ? Section.ANSWER : Section.ADDITIONAL);
    }
    // That there is nothing of the other kind saves who asks from waiting for it.
    answer.addRecord(
        allThereIs(own, once ? DClass.IN : DClass.IN | TOP_BIT, ttl),
        answer.getSection(Section.ANSWER).isEmpty() ? Section.ANSWER : Section.ADDITIONAL);
    return Optional.of(answer);
  }

  private static boolean isAbout(Set<Integer> wanted) {
    return wanted.contains(Type.A) || wanted.contains(Type.AAAA) || wanted.contains(Type.ANY);
  }

  private static boolean isInternet(int dclass) {
    int plain = dclass & ~TOP_BIT;
    return plain == DClass.IN || plain == DClass.ANY;
  }

  /** Who asks says what they know already; what will last long enough needs no saying again. */
  private boolean isKnown(Message asked, List<InetAddress> own, Set<Integer> wanted) {
    List<InetAddress> missing =
        own.stream()
            .filter(address -> wanted.contains(Type.ANY) || wanted.contains(typeOf(address)))
            .filter(
                address ->
                    asked.getSection(Section.ANSWER).stream()
                        .noneMatch(
                            known ->
                                address.equals(addressIn(known)) && known.getTTL() >= SECONDS / 2))
            .toList();
    boolean any = own.stream().anyMatch(address -> wanted.contains(typeOf(address)));
    return any && missing.isEmpty();
  }

  /** To everybody: here it is. */
  Message announcement(List<InetAddress> own) {
    return saying(own, SECONDS);
  }

  /** To everybody: forget it. */
  Message farewell(List<InetAddress> own) {
    return saying(own, 0);
  }

  private Message saying(List<InetAddress> own, long ttl) {
    Message message = response();
    addresses(own, DClass.IN | TOP_BIT, ttl)
        .forEach(each -> message.addRecord(each, Section.ANSWER));
    return message;
  }

  /** To everybody: does anybody have it? With what it shall be, should two ask at once. */
  Message probe(List<InetAddress> own) {
    Message message = new Message(0);
    message.addRecord(Record.newRecord(name, Type.ANY, DClass.IN | TOP_BIT), Section.QUESTION);
    addresses(own, DClass.IN, SECONDS).forEach(each -> message.addRecord(each, Section.AUTHORITY));
    return message;
  }

  /**
   * Who else says that the name is theirs.
   *
   * @param own all addresses of this machine: it may hear itself
   */
  Optional<InetAddress> otherOwner(Message heard, Collection<InetAddress> own) {
    if (!heard.getHeader().getFlag(Flags.QR)) {
      return Optional.empty();
    }
    return heard.getSection(Section.ANSWER).stream()
        .filter(record -> record.getTTL() > 0)
        .map(this::addressIn)
        .filter(address -> address != null && !own.contains(address))
        .findFirst();
  }

  private @Nullable InetAddress addressIn(Record record) {
    if (!record.getName().equals(name)) {
      return null;
    }
    return switch (record) {
      case ARecord four -> four.getAddress();
      case AAAARecord six -> six.getAddress();
      default -> null;
    };
  }

  private static Message response() {
    Message message = new Message(0);
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.AA);
    return message;
  }

  private List<Record> addresses(List<InetAddress> own, int dclass, long ttl) {
    List<Record> records = new ArrayList<>();
    for (InetAddress address : own) {
      records.add(
          address instanceof Inet4Address
              ? new ARecord(name, dclass, ttl, address)
              : new AAAARecord(name, dclass, ttl, address));
    }
    return records;
  }

  private NSECRecord allThereIs(List<InetAddress> own, int dclass, long ttl) {
    int[] types = own.stream().mapToInt(NameAnswers::typeOf).distinct().sorted().toArray();
    return new NSECRecord(name, dclass, ttl, name, types);
  }

  private static int typeOf(InetAddress address) {
    return address instanceof Inet4Address ? Type.A : Type.AAAA;
  }
}
