package dev.everline.channel.cli;

/** How the server writes its logs: for a person, or one JSON object a line. */
enum LogFormat {
  TEXT("classpath:logback-serve-text.xml"),
  JSON("classpath:logback-serve-json.xml");

  private final String configuration;

  LogFormat(String configuration) {
    this.configuration = configuration;
  }

  /** Where the logging is set up for it. */
  String configuration() {
    return configuration;
  }
}
