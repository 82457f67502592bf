package dev.everline.carrier;

/**
 * Somebody says that a top-up has moved on. It is worth asking the carrier about, and nothing more:
 * hints may be forged, late, repeated or about nothing that exists.
 *
 * @param route the route the hint came by
 * @param reference our own reference, as the hint names it
 */
public record TopUpHint(String route, String reference) {}
