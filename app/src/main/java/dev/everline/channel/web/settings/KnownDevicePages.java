package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.account.Places;
import dev.everline.channel.web.door.Callers;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** The devices on which a member is known, and so asked for less. */
@ServesPages
final class KnownDevicePages {

  private static final String HERE = "/settings/devices";

  private final Places places;
  private final Callers callers;
  private final AuditTrail audit;
  private final Pages pages;

  KnownDevicePages(Places places, Callers callers, AuditTrail audit, Pages pages) {
    this.places = places;
    this.callers = callers;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param devices the one of the latest proof first
   */
  record KnownDevicesPage(List<Places.KnownDevice> devices) {}

  @GetMapping(HERE)
  View show(Visit visit, HttpServletRequest request, HttpServletResponse response) {
    return pages.show(
        "settings/known-devices",
        visit,
        new KnownDevicesPage(
            places.devices(visit.member().id(), callers.of(request, response, visit.careful()))));
  }

  @PostMapping("/settings/devices/{place}/forget")
  View forget(Visit visit, @PathVariable String place) {
    places.forget(visit.member().id(), place);
    audit.add(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.DEVICE_FORGOTTEN,
        visit.member().id().toString());
    return Pages.to(HERE);
  }
}
