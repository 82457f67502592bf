package dev.everline.channel.web;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests in one browser on one server, with a household and its owner of each test's own. */
public abstract class HouseholdInChromium {

  public static Chromium chromium;
  public static PortalServer server;
  public static Plan plan;

  public Account household;
  public Browser owner;

  @BeforeAll
  public static void start() {
    chromium = Chromium.start();
    server = PortalServer.shared();
    plan = server.plan(server.account().id());
  }

  @AfterAll
  public static void stop() {
    chromium.close();
  }

  @BeforeEach
  public void aHousehold() {
    household = server.account();
    owner = server.member(household.id(), Role.OWNER);
  }
}
