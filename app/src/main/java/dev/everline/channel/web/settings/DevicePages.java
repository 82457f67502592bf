package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.channel.web.door.Callers;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.DeviceId;
import dev.everline.notice.push.PushAddress;
import dev.everline.notice.push.PushChoice;
import dev.everline.notice.push.PushDevices;
import dev.everline.notice.push.PushKeys;
import dev.everline.notice.push.PushService;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The portal as an app: putting it on a phone, and on which devices its member is told of what. */
@ServesPages
final class DevicePages {

  private static final String HERE = "/settings/app";

  private final PushDevices devices;
  private final PushKeys keys;
  private final PushService service;
  private final AuditTrail audit;
  private final Pages pages;

  DevicePages(
      PushDevices devices, PushKeys keys, PushService service, AuditTrail audit, Pages pages) {
    this.devices = devices;
    this.keys = keys;
    this.service = service;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param key by which browsers know who may send them notices
   * @param refusal null where nothing is refused
   */
  record AppPage(List<PushDevices.Listed> devices, String key, @Nullable Refusal refusal) {}

  @GetMapping(HERE)
  View show(Visit visit) {
    return show(HttpStatus.OK, visit, null);
  }

  private View show(HttpStatus status, Visit visit, @Nullable Refusal refusal) {
    return pages.show(
        status,
        "settings/app",
        visit,
        new AppPage(devices.list(visit.member().id()), keys.publicKey(), refusal));
  }

  /** A browser has subscribed: it is told of everything until its member chooses. */
  @PostMapping("/settings/app/devices")
  View add(
      Visit visit,
      @RequestParam String endpoint,
      @RequestParam String p256dh,
      @RequestParam String auth,
      @RequestParam(defaultValue = "") List<String> wants,
      HttpServletRequest request) {
    PushAddress address = PushAddress.of(endpoint, p256dh, auth);
    if (!service.reaches(address)) {
      return show(HttpStatus.BAD_REQUEST, visit, Refusal.of(visit, "push.unknown-service"));
    }
    Set<PushChoice> chosen = choices(wants);
    devices.add(
        visit.accountId(),
        visit.member().id(),
        visit.signedIn().id(),
        address,
        Callers.device(request),
        visit.words().language().tag(),
        chosen.isEmpty() ? EnumSet.allOf(PushChoice.class) : chosen);
    note(visit, AuditTrail.Act.NOTICES_STARTED);
    return Pages.to(HERE);
  }

  /** Asked by a page, once a visit: whether this browser is still told for this member. */
  @PostMapping("/settings/app/devices/seen")
  ResponseEntity<Void> seen(Visit visit, @RequestParam String endpoint) {
    boolean known =
        devices.seen(
            visit.member().id(), visit.signedIn().id(), endpoint, visit.words().language().tag());
    return ResponseEntity.status(known ? HttpStatus.NO_CONTENT : HttpStatus.NOT_FOUND).build();
  }

  @PostMapping("/settings/app/devices/{device}")
  View choose(
      Visit visit,
      @PathVariable String device,
      @RequestParam(defaultValue = "") List<String> wants) {
    devices.choose(visit.member().id(), DeviceId.parse(device), choices(wants));
    return Pages.to(HERE);
  }

  @PostMapping("/settings/app/devices/{device}/end")
  View end(Visit visit, @PathVariable String device) {
    devices.end(visit.member().id(), DeviceId.parse(device));
    note(visit, AuditTrail.Act.NOTICES_STOPPED);
    return Pages.to(HERE);
  }

  private void note(Visit visit, AuditTrail.Act act) {
    audit.add(visit.accountId(), visit.member(), act, visit.member().id().toString());
  }

  /** Those that there are; what else a form holds is left out. */
  private static Set<PushChoice> choices(List<String> wants) {
    Set<PushChoice> chosen = EnumSet.noneOf(PushChoice.class);
    for (PushChoice choice : PushChoice.values()) {
      if (wants.contains(choice.name())) {
        chosen.add(choice);
      }
    }
    return chosen;
  }
}
