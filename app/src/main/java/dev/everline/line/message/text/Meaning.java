package dev.everline.line.message.text;

/** What a word or phrase of a message means, as far as reading it for facts goes. */
public enum Meaning {
  // What is spoken of, and belongs to the line.
  LINE,
  PLAN,
  BALANCE,
  NUMBER,
  AUTOPAY,
  PAYMENT,
  DATA,
  SIM,
  /** A plan's other name, which streaming services use as well. */
  SUBSCRIPTION,

  // What is spoken of, and is something else: its date or amount is not the line's.
  ADDON,
  CARD,
  PROMO,
  POINTS,
  CODE,
  THINGCODE,
  TRANSFER_PIN,
  ORDER,
  DEVICE,
  THING,
  STRANGER,
  BILL,

  // What is said of it.
  ENDS,
  /** Of a stretch of days: its last one is an end. */
  VALIDFROM,
  ENDED,
  RENEWS,
  RENEWED,
  DUE,
  PASTDUE,
  PAY,
  PAID,
  DONE,
  THANKS,
  CHARGED,
  CHARGES,
  REFUND,
  COSTS,
  RISES,
  CHANGED,
  SWAP,
  SWAPPED,
  ACTIVATED,
  SETDONE,
  FAILED,
  COVERS,
  SHORT,
  NEEDS,
  SUSPENDED,
  LOST,
  /** Given away, as a number is. */
  RELEASED,
  USED,
  LEFT,
  ADDED,

  // What turns a statement into something else: denied, conditional, past, an example, an offer.
  NOT,
  IF,
  UNLESS,
  WHEN,
  MAY,
  WILL,
  /** Happened; a helping verb. */
  WAS,
  /** Is no more: previous, instead of. */
  OLD,
  EXAMPLE,
  NEWCUSTOMER,
  MY,
  KEEP,
  FORWARDED,
  LIMIT,
  MORE,
  /** Something to be had for paying. */
  REWARD,

  // What holds the others together.
  YOUR,
  BY,
  UNTIL,
  FROM,
  TO,
  ASOF,
  OF,
  AND,
  OR,
  BUT,
  IT,
  BE,
  PLANWORD,
  GREETING,
  GLUE,
  CARRIER,
  UNKNOWN;

  /** Something that is not the line, its plan or its balance. */
  public boolean isForeign() {
    return switch (this) {
      case ADDON,
          CARD,
          PROMO,
          POINTS,
          CODE,
          THINGCODE,
          TRANSFER_PIN,
          ORDER,
          DEVICE,
          THING,
          STRANGER,
          BILL ->
          true;
      default -> false;
    };
  }

  /** Says something: a value that follows belongs to it, not to what was said before. */
  public boolean isPredicate() {
    return switch (this) {
      case ENDS,
          ENDED,
          RENEWS,
          RENEWED,
          DUE,
          PASTDUE,
          PAY,
          PAID,
          CHARGED,
          CHARGES,
          REFUND,
          RISES,
          CHANGED,
          FAILED,
          SUSPENDED,
          LOST ->
          true;
      default -> false;
    };
  }

  /** Fills a sentence without changing what it says. */
  public boolean isFiller() {
    return switch (this) {
      case YOUR, OF, IT, BE, PLANWORD, GREETING, GLUE, CARRIER, AND, BUT, WILL -> true;
      default -> false;
    };
  }
}
