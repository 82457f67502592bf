package dev.everline.channel.web.phone;

import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.QrCode;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.lan.HomeNetwork;
import dev.everline.lan.Lan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** How a phone opens the portal: the address, what it must be taught first, or how to start so. */
@ServesPages
final class PhonePages {

  private static final String DOWNLOAD = "/phone/" + ToTrust.FILE;

  private final HomeNetwork network;
  private final PortalAddress address;
  private final Pages pages;

  PhonePages(HomeNetwork network, PortalAddress address, Pages pages) {
    this.network = network;
    this.address = address;
    this.pages = pages;
  }

  /**
   * @param origin where phones open the portal, or null where they can't
   * @param lan what the home network needs, or null where it isn't served
   */
  record PhonePage(@Nullable Place origin, @Nullable InTheHome lan) {}

  /** An address, and a picture of it for a phone's camera. */
  record Place(String address, QrCode picture) {

    static Place at(String address) {
      return new Place(address, QrCode.of(address));
    }
  }

  /**
   * @param trust what a phone must be taught, or null
   * @param begin where it gets that, or null where there is nothing or no network
   * @param otherBegins in this machine's other networks
   * @param announced whether the network itself is asked for the name
   * @param takenBy the other device that has the name, or null
   */
  record InTheHome(
      String name,
      int port,
      int setupPort,
      @Nullable ToTrust trust,
      @Nullable Place begin,
      List<String> otherBegins,
      boolean announced,
      @Nullable String takenBy) {

    static InTheHome of(Lan lan) {
      List<String> begins = lan.setupAddresses();
      return new InTheHome(
          lan.name(),
          lan.port(),
          lan.setupPort(),
          lan.teaches().map(teaching -> ToTrust.of(lan, teaching, DOWNLOAD)).orElse(null),
          begins.isEmpty() ? null : Place.at(begins.getFirst()),
          begins.stream().skip(1).toList(),
          lan.isAnnounced(),
          lan.nameTakenBy().orElse(null));
    }
  }

  @GetMapping("/phone")
  View phone(Visit visit, HttpServletRequest request) {
    Lan lan = network.lan().orElse(null);
    // Behind a proxy with TLS the address that one has open is the one for phones too.
    boolean open = lan != null || request.isSecure();
    return pages.show(
        "phone/phone",
        visit,
        new PhonePage(
            open ? Place.at(address.originForOthers(request)) : null,
            lan == null ? null : InTheHome.of(lan)));
  }

  /** What phones are taught to trust; no secret. */
  @GetMapping(DOWNLOAD)
  ResponseEntity<byte[]> certificate() {
    Lan.Teaching teaching =
        network
            .lan()
            .flatMap(Lan::teaches)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND, "Phones need no certificate from this server."));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(ToTrust.TYPE))
        .cacheControl(CacheControl.noCache())
        .body(teaching.certificate());
  }
}
