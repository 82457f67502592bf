package dev.everline.channel.web.signin;

import static dev.everline.channel.web.door.PageAccess.CODE_OWED;
import static dev.everline.channel.web.door.PageAccess.EVERYBODY;
import static dev.everline.channel.web.door.PageAccess.SIGNED_IN;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.channel.web.door.PageAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom signing in and joining is for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class SigninPagesConfiguration {

  @Bean
  PageAccess signinAccess() {
    return PageAccess.of(
        get("/sign-in", EVERYBODY),
        post("/sign-in", EVERYBODY),
        get("/sign-in/code", CODE_OWED),
        post("/sign-in/code", CODE_OWED),
        post("/sign-in/passkey", EVERYBODY),
        get("/sign-in/with/{provider}", EVERYBODY),
        get("/sign-in/with/{provider}/back", EVERYBODY),
        get("/join", EVERYBODY),
        post("/join", EVERYBODY),
        get("/join/with/{provider}", EVERYBODY),
        post("/join/by-provider", EVERYBODY),
        post("/language", EVERYBODY),
        post("/sign-out", SIGNED_IN),
        post("/settings/providers/{provider}/link", SIGNED_IN),
        post("/settings/providers/{provider}/unlink", SIGNED_IN));
  }
}
