package dev.everline.channel.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests in the machine's own browser: left out where there is none, but never under CI. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.everline.channel.web.Chromium#isThereOrMustBe",
    disabledReason = Chromium.MISSING)
public @interface InChromium {}
