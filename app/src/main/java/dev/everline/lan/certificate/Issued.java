package dev.everline.lan.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server shows to who connects.
 *
 * @param chain its own certificate first
 */
record Issued(PrivateKey key, List<X509Certificate> chain) {

  Issued {
    chain = List.copyOf(chain);
  }

  X509Certificate own() {
    return chain.getFirst();
  }
}
