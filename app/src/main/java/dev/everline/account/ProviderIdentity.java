package dev.everline.account;

/**
 * Who somebody is at a provider.
 *
 * @param subject a hash of who they are there, in hexadecimal
 */
public record ProviderIdentity(String provider, String subject) {}
