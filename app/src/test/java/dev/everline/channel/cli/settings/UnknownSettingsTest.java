package dev.everline.channel.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everline.OnTestDatabase;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** A setting that nothing reads is refused, whichever way it came in. */
class UnknownSettingsTest {

  private static final String SECRET = "a secret that somebody pasted";

  private static final Set<String> ASKED = new ConcurrentSkipListSet<>();

  private static TestDatabase database;
  private static Set<SettingNames> known;

  /** Has no setting, and notes which are asked for. */
  private static final class Listener extends PropertySource<Object> {

    Listener() {
      super("listener");
    }

    @Override
    public @Nullable Object getProperty(String name) {
      if (name.startsWith("everline.")) {
        ASKED.add(name.replaceAll("\\[\\d+]", "[]"));
      }
      return null;
    }
  }

  @BeforeAll
  static void startTheServerAndListen(@TempDir Path home) {
    database = TestDatabase.create();
    try (ConfigurableApplicationContext context =
        application()
            .web(WebApplicationType.SERVLET)
            .initializers(
                starting -> starting.getEnvironment().getPropertySources().addFirst(new Listener()))
            .run(
                "--server.port=0",
                "--everline.push.keys=" + home.resolve("push-keys"),
                "--everline.uploads=" + home.resolve("uploads"))) {
      known = Set.copyOf(context.getBeansOfType(SettingNames.class).values());
    }
  }

  private static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(OnTestDatabase.at(database.settings(4)))
        .logStartupInfo(false);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void whatModulesReadIsWhatTheySayThatTheyRead() {
    Set<String> said =
        known.stream().flatMap(names -> names.properties().stream()).collect(Collectors.toSet());
    // The launcher's; read without Spring.
    said.removeAll(Set.of("everline.columns", "everline.launcher", "everline.postgresql"));

    assertThat(whole(ASKED)).containsExactlyInAnyOrderElementsOf(whole(said));
  }

  /** Without the beginnings of others, which are asked for on the way to these. */
  private static Set<String> whole(Set<String> names) {
    Set<String> whole = new TreeSet<>(names);
    whole.removeIf(
        name ->
            names.stream()
                .anyMatch(
                    longer -> longer.startsWith(name + ".") || longer.startsWith(name + "[")));
    return whole;
  }

  @Test
  void inAYamlFileItIsToldWithItsLine() throws IOException {
    StandardEnvironment environment =
        with(
            file(
                new YamlPropertySourceLoader(),
                "everline:\n  backup:\n    keep-days: " + SECRET + "\n"));

    assertThat(refusal(environment))
        .hasMessage(
            "everline.backup.keep-days, in /etc/everline.yaml at line 3, isn't a setting of"
                + " Everline; did you mean everline.backup.kept-days?");
  }

  @Test
  void aGroupThatIsGivenAValueIsToldToBeAGroup() throws IOException {
    StandardEnvironment environment =
        with(
            file(
                new YamlPropertySourceLoader(),
                "everline:\n  carriers:\n    routes: " + SECRET + "\n"));

    assertThat(refusal(environment))
        .hasMessageStartingWith(
            "everline.carriers.routes, in /etc/everline.yaml at line 3, is a group of settings and"
                + " takes no value itself; set those in it, such as everline.carriers.routes[0].");
  }

  @Test
  void inAPropertiesFileItIsToldWithItsLine() throws IOException {
    StandardEnvironment environment =
        with(
            file(
                new PropertiesPropertySourceLoader(),
                "# ours\neverline.backup.kept-days=3\neverline.proxy=" + SECRET + "\n"));

    assertThat(refusal(environment))
        .hasMessage(
            "everline.proxy, in /etc/everline.yaml at line 3, isn't a setting of Everline; did you"
                + " mean everline.proxies?");
  }

  @Test
  void inTheEnvironmentItIsToldAsItsVariable() {
    assertThat(refusal(variable("EVERLINE_BACKUP_KEEP_DAYS", SECRET)))
        .hasMessage(
            "EVERLINE_BACKUP_KEEP_DAYS of the environment isn't a setting of Everline; did you mean"
                + " EVERLINE_BACKUP_KEPT_DAYS?");
  }

  @Test
  void givenToJavaItIsToldAsItWasGiven() {
    Properties properties = new Properties();
    properties.setProperty("everline.renewal.lane", SECRET);
    StandardEnvironment environment =
        with(
            new PropertiesPropertySource(
                StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, properties));

    assertThat(refusal(environment))
        .hasMessage(
            "everline.renewal.lane, given to Java as -Deverline.renewal.lane, isn't a setting of"
                + " Everline; did you mean everline.renewal.lanes?");
  }

  @Test
  void asAnArgumentItIsToldAsItWasTyped() {
    StandardEnvironment environment =
        with(new SimpleCommandLinePropertySource("--everline.upload.at-most=" + SECRET));

    assertThat(refusal(environment))
        .hasMessage(
            "everline.upload.at-most, given as the argument --everline.upload.at-most, isn't a"
                + " setting of Everline; did you mean everline.upload.at-once?");
  }

  @ParameterizedTest
  @CsvSource({
    "EVERLINE_PROXYS, EVERLINE_PROXIES",
    "EVERLINE_DATABASE_PASWORD, EVERLINE_DATABASE_PASSWORD",
    "EVERLINE_HOM, EVERLINE_HOME",
    "EVERLINE_RENEWAL_TELLAHAED, EVERLINE_RENEWAL_TELL_AHEAD",
    "EVERLINE_CARRIERS_ROUTES_1_AUTH_CLIENT_SECRETS, EVERLINE_CARRIERS_ROUTES_1_AUTH_CLIENT_SECRET",
  })
  void theNearestNameIsOffered(String misspelt, String meant) {
    assertThat(refusal(variable(misspelt, SECRET)))
        .hasMessageEndingWith("did you mean " + meant + "?");
  }

  @Test
  void whereNoneIsNearTheListIsNamed() {
    assertThat(refusal(variable("EVERLINE_COFFEE_MACHINE", SECRET)))
        .hasMessageEndingWith("docs/command-line.md lists the settings.");
  }

  @Test
  void whatIsOfTheEnvironmentOnlyIsSoElsewhere() {
    StandardEnvironment environment =
        with(new SimpleCommandLinePropertySource("--everline.database-url=" + SECRET));

    assertThat(refusal(environment))
        .hasMessageEndingWith(
            "is read from the environment only; set EVERLINE_DATABASE_URL there.");
  }

  @Test
  void allAreToldAtOnce() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(environment(Map.of("EVERLINE_PROXYS", SECRET, "EVERLINE_HOM", SECRET)));

    assertThat(refusal(environment)).hasMessageContainingAll("EVERLINE_HOM ", "EVERLINE_PROXYS ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EVERLINE_HOME",
        "EVERLINE_BUILD",
        "EVERLINE_JAVA_OPTS",
        "EVERLINE_JVM_FOLDERS",
        "EVERLINE_KEYS",
        "EVERLINE_CATALOG",
        "EVERLINE_BACKUP_PASSPHRASE",
        "EVERLINE_BACKUP_KEPT_DAYS",
        "EVERLINE_BACKUP_KEPTDAYS",
        "EVERLINE_SIGNIN_PROVIDERS_0_CLIENTID",
        "EVERLINE_SIGN_IN_PROVIDERS_0_CLIENT_ID",
        "EVERLINE_CARRIERS_ROUTES_12_CARRIERS",
        "EVERLINE_CARRIERS_ROUTES_12_CARRIERS_3",
        "EVERLINE_CARRIERS_ROUTES_12_BREAKER_OPENFOR",
        "EVERLINE_SERVICE_HOST",
        "EVERLINE_SERVICE_PORT_HTTP",
        "EVERLINE_DB_PORT_5432_TCP_ADDR",
        "EVERLINES_OWN"
      })
  void whatIsKnownOrOfOthersIsTaken(String variable) {
    assertThatNoException().isThrownBy(() -> refuse(variable(variable, SECRET)));
  }

  @Test
  void aPortThatKubernetesSaysIsTakenAndAnotherRefused() {
    assertThatNoException()
        .isThrownBy(() -> refuse(variable("EVERLINE_PORT", "tcp://10.0.0.1:8080")));
    assertThat(refusal(variable("EVERLINE_PORT", "8080"))).hasMessageStartingWith("EVERLINE_PORT ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--everline.backup.keptDays=3", "--everline.carriers.routes[3].base-url=x"})
  void otherSpellingsOfSpringsAreTaken(String argument) {
    assertThatNoException()
        .isThrownBy(() -> refuse(with(new SimpleCommandLinePropertySource(argument))));
  }

  @Test
  void theApplicationDoesNotStartWithOne() {
    SpringApplication application = application().web(WebApplicationType.NONE).build();

    assertThatThrownBy(() -> application.run("--everline.backup.keep-days=" + SECRET))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.CONFIGURATION))
        .hasMessageContaining("everline.backup.kept-days")
        .hasMessageNotContaining(SECRET);
  }

  private static PropertySource<?> file(PropertySourceLoader loader, String text)
      throws IOException {
    ByteArrayResource resource =
        new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public String getDescription() {
            return "/etc/everline.yaml";
          }
        };
    return loader.load("file", resource).getFirst();
  }

  private static StandardEnvironment variable(String name, String value) {
    return with(environment(Map.of(name, value)));
  }

  private static SystemEnvironmentPropertySource environment(Map<String, Object> variables) {
    return new SystemEnvironmentPropertySource("test-systemEnvironment", variables);
  }

  private static StandardEnvironment with(PropertySource<?> source) {
    StandardEnvironment environment = new StandardEnvironment();
    List.of("systemProperties", "systemEnvironment")
        .forEach(own -> environment.getPropertySources().remove(own));
    environment.getPropertySources().addFirst(source);
    return environment;
  }

  private static void refuse(StandardEnvironment environment) {
    new UnknownSettings(known).refuse(environment);
  }

  private static ProblemException refusal(StandardEnvironment environment) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> refuse(environment));
    assertThat(refusal).isNotNull().hasMessageNotContaining(SECRET);
    assertThat(refusal.type()).isEqualTo(ProblemType.CONFIGURATION);
    return refusal;
  }
}
