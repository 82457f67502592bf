package dev.everline.lan.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameAnswersTest {

  private static final InetAddress FOUR = InetAddress.ofLiteral("192.168.1.20");
  private static final InetAddress SIX = InetAddress.ofLiteral("fd00::20");
  private static final InetAddress ANOTHER = InetAddress.ofLiteral("192.168.1.99");
  private static final int IS_ALL = 0x8000;

  private final NameAnswers answers = new NameAnswers("everline.local");

  /** As it comes over the wire. */
  private static Message sent(Message message) throws IOException {
    return new Message(message.toWire());
  }

  private static Message question(String name, int type) throws IOException {
    Message asked = new Message(7);
    asked.addRecord(Record.newRecord(Name.fromString(name), type, DClass.IN), Section.QUESTION);
    return sent(asked);
  }

  private Message answer(Message asked) throws IOException {
    return sent(answers.answer(asked, List.of(FOUR, SIX), false).orElseThrow());
  }

  @Test
  void whoAsksForTheNameGetsItsAddresses() throws IOException {
    Message answer = answer(question("everline.local.", Type.A));
    assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getHeader().getID()).isZero();
    assertThat(answer.getSection(Section.QUESTION)).isEmpty();
    assertThat(answer.getSection(Section.ANSWER))
        .singleElement()
        .isInstanceOfSatisfying(
            ARecord.class,
            record -> {
              assertThat(record.getAddress()).isEqualTo(FOUR);
              assertThat(record.getDClass()).isEqualTo(DClass.IN | IS_ALL);
              assertThat(record.getTTL()).isEqualTo(120);
            });
    assertThat(answer.getSection(Section.ADDITIONAL)).hasAtLeastOneElementOfType(AAAARecord.class);
  }

  @Test
  void lettersMayBeCapital() throws IOException {
    assertThat(answer(question("EverLine.Local.", Type.AAAA)).getSection(Section.ANSWER))
        .singleElement()
        .isInstanceOf(AAAARecord.class);
  }

  @Test
  void thatThereIsNoAddressOfAKindIsSaid() throws IOException {
    Message answer =
        sent(
            answers
                .answer(question("everline.local.", Type.AAAA), List.of(FOUR), false)
                .orElseThrow());
    assertThat(answer.getSection(Section.ANSWER))
        .singleElement()
        .isInstanceOfSatisfying(
            NSECRecord.class, record -> assertThat(record.getTypes()).containsExactly(Type.A));
  }

  @Test
  void otherNamesAndOtherKindsAreLeftToOthers() throws IOException {
    assertThat(answers.answer(question("printer.local.", Type.A), List.of(FOUR), false)).isEmpty();
    assertThat(answers.answer(question("everline.local.", Type.TXT), List.of(FOUR), false))
        .isEmpty();
    assertThat(answers.answer(answer(question("everline.local.", Type.A)), List.of(FOUR), false))
        .isEmpty();
  }

  @Test
  void whatIsKnownForLongEnoughIsNotSaidAgain() throws IOException {
    Message asked = question("everline.local.", Type.A);
    Name name = Name.fromString("everline.local.");
    asked.addRecord(new ARecord(name, DClass.IN, 100, FOUR), Section.ANSWER);
    assertThat(answers.answer(sent(asked), List.of(FOUR), false)).isEmpty();
    assertThat(answers.answer(sent(asked), List.of(ANOTHER), false)).isPresent();
    Message soonForgotten = question("everline.local.", Type.A);
    soonForgotten.addRecord(new ARecord(name, DClass.IN, 30, FOUR), Section.ANSWER);
    assertThat(answers.answer(sent(soonForgotten), List.of(FOUR), false)).isPresent();
  }

  @Test
  void whoAsksAsANameServerIsAskedGetsAnAnswerOfThatForm() throws IOException {
    Message answer =
        sent(
            answers.answer(question("everline.local.", Type.A), List.of(FOUR), true).orElseThrow());
    assertThat(answer.getHeader().getID()).isEqualTo(7);
    assertThat(answer.getSection(Section.QUESTION)).hasSize(1);
    assertThat(answer.getSection(Section.ANSWER))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getDClass()).isEqualTo(DClass.IN);
              assertThat(record.getTTL()).isLessThanOrEqualTo(10);
            });
  }

  @Test
  void anotherOwnerIsHeardAndOneselfIsNot() throws IOException {
    Message other = sent(answers.announcement(List.of(ANOTHER)));
    assertThat(answers.otherOwner(other, List.of(FOUR, SIX))).contains(ANOTHER);
    assertThat(answers.otherOwner(other, List.of(FOUR, ANOTHER))).isEmpty();
    assertThat(answers.otherOwner(sent(answers.farewell(List.of(ANOTHER))), List.of(FOUR)))
        .isEmpty();
    assertThat(answers.otherOwner(sent(answers.probe(List.of(ANOTHER))), List.of(FOUR))).isEmpty();
    assertThat(
            answers.otherOwner(
                sent(new NameAnswers("printer.local").announcement(List.of(ANOTHER))),
                List.of(FOUR)))
        .isEmpty();
  }
}
