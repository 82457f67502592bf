package dev.everline.channel.web.settings;

import static dev.everline.channel.web.door.PageAccess.EVERYBODY;
import static dev.everline.channel.web.door.PageAccess.OWNER;
import static dev.everline.channel.web.door.PageAccess.SIGNED_IN;
import static dev.everline.channel.web.door.PageAccess.VIEWER;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the settings are for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class SettingsPagesConfiguration {

  @Bean
  PageAccess settingsAccess() {
    return PageAccess.of(
        post("/sign-in/passkey/options", EVERYBODY),
        post("/join/passkey", EVERYBODY),
        post("/step-up/passkey", SIGNED_IN),
        get("/settings", SIGNED_IN),
        post("/settings/preferences", SIGNED_IN),
        post("/settings/zone", OWNER),
        post("/settings/lines", OWNER),
        get("/settings/app", VIEWER),
        post("/settings/app/devices", VIEWER),
        post("/settings/app/devices/seen", VIEWER),
        post("/settings/app/devices/{device}", VIEWER),
        post("/settings/app/devices/{device}/end", VIEWER),
        post("/settings/password", SIGNED_IN),
        post("/settings/password/remove", SIGNED_IN),
        get("/settings/passkeys", SIGNED_IN),
        post("/settings/passkeys/options", SIGNED_IN),
        post("/settings/passkeys", SIGNED_IN),
        post("/settings/passkeys/{passkey}/rename", SIGNED_IN),
        post("/settings/passkeys/{passkey}/remove", SIGNED_IN),
        post("/settings/careful/start", SIGNED_IN),
        post("/settings/careful/stop", SIGNED_IN),
        get("/settings/codes", SIGNED_IN),
        post("/settings/codes", SIGNED_IN),
        post("/settings/codes/offer", SIGNED_IN),
        post("/settings/codes/stop", SIGNED_IN),
        post("/settings/sessions/{session}/end", SIGNED_IN),
        get("/settings/devices", SIGNED_IN),
        post("/settings/devices/{place}/forget", SIGNED_IN),
        post("/settings/invitations", OWNER),
        post("/settings/invitations/{invitation}/end", OWNER),
        post("/settings/members/{member}/role", OWNER),
        post("/settings/members/{member}/remove", OWNER),
        post("/settings/tokens", OWNER),
        post("/settings/tokens/{token}/end", OWNER),
        get("/settings/audit", OWNER),
        get("/settings/privacy", VIEWER),
        post("/settings/privacy/export", OWNER),
        get("/settings/privacy/erase", OWNER),
        post("/settings/privacy/erase", OWNER),
        get("/erased", EVERYBODY));
  }
}
