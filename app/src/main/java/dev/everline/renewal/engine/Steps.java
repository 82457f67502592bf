package dev.everline.renewal.engine;

import dev.everline.renewal.engine.call.CarrierCalls;

/**
 * The steps of a batch, in their order: decide and store the intents, ask the carriers, book their
 * answers.
 */
record Steps(RenewalFlow flow, CarrierCalls calls, BookAnswers bookAnswers) {}
