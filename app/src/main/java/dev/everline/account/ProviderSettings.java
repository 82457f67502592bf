package dev.everline.account;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.SettingNames;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/** By whose accounts members may sign in, from the configuration; usually by nobody's. */
record ProviderSettings(@DefaultValue List<Registration> providers) {

  private static final String PREFIX = "everline.sign-in";

  /**
   * A provider that speaks OpenID Connect.
   *
   * @param id a short name, which stands in addresses and in the database
   * @param name as people call it; the id where it isn't given
   * @param issuer its address, under which its description is found
   * @param clientId as which it knows this server
   */
  record Registration(String id, String name, String issuer, String clientId, String clientSecret) {

    Registration(
        @Nullable String id,
        @Nullable String name,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String clientSecret) {
      this.id = given("id", id);
      this.name = name == null ? this.id : name;
      this.issuer = given("issuer", issuer);
      this.clientId = given("client-id", clientId);
      this.clientSecret = given("client-secret", clientSecret);
      if (!this.id.matches("[a-z0-9-]{1,30}")) {
        throw configuration("id '" + this.id + "' must be of small letters, digits and hyphens");
      }
      // What it says decides who is signed in: nobody may be able to change that on its way.
      URI address = URI.create(this.issuer);
      boolean local = List.of("localhost", "127.0.0.1").contains(address.getHost());
      if (!"https".equals(address.getScheme()) && !local) {
        throw configuration("issuer '" + this.issuer + "' must begin with https://");
      }
    }

    private static String given(String field, @Nullable String value) {
      if (value == null || value.isBlank()) {
        throw configuration(field + " is missing");
      }
      return value.strip();
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "One[" + id + "]";
    }
  }

  static SettingNames names() {
    return SettingNames.bound(PREFIX, ProviderSettings.class);
  }

  /**
   * @throws ProblemException CONFIGURATION when a value is missing or can't be taken
   */
  static ProviderSettings from(Environment environment) {
    try {
      return Binder.get(environment).bindOrCreate(PREFIX, ProviderSettings.class);
    } catch (BindException unreadable) {
      for (Throwable each = unreadable.getCause(); each != null; each = each.getCause()) {
        if (each instanceof ProblemException problem) {
          throw problem;
        }
      }
      throw configuration("can't be read at " + unreadable.getName());
    }
  }

  private static ProblemException configuration(String what) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        PREFIX + ".providers: " + what + "; docs/portal.md shows how they are written.");
  }
}
