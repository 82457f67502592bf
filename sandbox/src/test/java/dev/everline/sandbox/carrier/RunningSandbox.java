package dev.everline.sandbox.carrier;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests against one sandbox over its socket, empty before each test and standing at noon. */
abstract class RunningSandbox {

  static final String NUMBER = "12125550101";
  static final String OTHER_NUMBER = "12125550102";

  @TempDir static Path state;
  static CarrierSandbox sandbox;
  static Customer customer;

  @BeforeAll
  static void start() throws IOException {
    sandbox = CarrierSandbox.start(CarrierSandbox.Options.in(state));
    customer = new Customer(sandbox.baseUri());
  }

  @AfterAll
  static void stop() throws IOException {
    customer.close();
    sandbox.close();
  }

  @BeforeEach
  void empty() throws IOException {
    customer.reset();
    customer.clock("2026-11-24T17:00:00Z");
  }
}
