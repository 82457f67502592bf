package dev.everline.sandbox.carrier.fault;

/** The ways in which the sandbox can misbehave, by the names the control API gives them. */
public enum FaultKind {
  SLOW("slow"),
  REFUSE("refuse"),
  REFUSE_ONCE("refuseOnce"),
  FAIL("fail"),
  TIME_OUT("timeOut"),
  THROTTLE("throttle"),
  DROP_AFTER_COMMIT("dropAfterCommit"),
  ANSWER_TWICE("answerTwice"),
  PAY_TWICE("payTwice"),
  PENDING("pending"),
  PENDING_FAILS("pendingFails"),
  EVENT_LATE("eventLate"),
  EVENT_TWICE("eventTwice"),
  EVENT_OUT_OF_ORDER("eventOutOfOrder");

  private final String key;

  FaultKind(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }
}
